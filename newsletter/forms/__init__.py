"""What are the people asked who make an issue, decide about it, show it to others and hand it over?"""
