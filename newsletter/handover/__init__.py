"""How does an approved issue leave the house: once, at its time, and through whatever happens to the process?"""
