"""Who may begin, who may work, and who must wait: locks that go with the one that holds them, however that ends."""
