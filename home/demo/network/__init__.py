"""What does the network of the demonstration call things, in each language?"""
