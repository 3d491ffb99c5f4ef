"""Rules of addresses: how they are composed, told apart, checked and graded."""
