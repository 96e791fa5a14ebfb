"""The framework of the exercises: how an answer is read, judged and commented on."""
