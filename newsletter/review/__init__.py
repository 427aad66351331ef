"""What is looked at before an issue is approved, and what is said about it?"""
