"""What has changed for readers since they asked, by somebody's work or by itself, and when will it change again?"""
