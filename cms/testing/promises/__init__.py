"""What is every kind of content held to? One module for each concern; ``cms.testing.contract`` joins them."""
