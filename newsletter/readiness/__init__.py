"""What stands between an issue and its readers? One verdict for each language."""
