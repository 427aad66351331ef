"""Does it work in a real browser?"""
