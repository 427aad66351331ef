"""Are the pages of the newsletter right, for editors and for those who are sent a link?"""
