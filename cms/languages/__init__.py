"""In which language is a page read?"""
