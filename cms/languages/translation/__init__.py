"""How does a page come to have a version in another language?"""
