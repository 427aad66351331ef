"""Where do approved editions go? One entry of the setting NEWSLETTER_BACKENDS for each place."""
