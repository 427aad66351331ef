"""What can editors do with issues beyond editing them? One module for each screen."""
