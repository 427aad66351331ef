"""Local practices: a sample third-party plugin that imports only what the core publishes."""
