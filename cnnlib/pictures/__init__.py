"""What a learner sees, as plain data: panels, pictures and the builders that make them."""
