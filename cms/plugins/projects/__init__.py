"""Projects: what the network does together with others, and who pays."""
