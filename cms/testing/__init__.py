"""What does a plugin author need to prove that a kind of content keeps its promises?"""
