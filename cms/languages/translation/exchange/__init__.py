"""How do a translation's words leave as a file and come back?"""
