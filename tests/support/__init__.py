"""What tests share: sites to build, records to make, oracles, processes to start."""
