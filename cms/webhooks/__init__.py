"""How do programs elsewhere learn that something has changed, without asking all the time?"""
