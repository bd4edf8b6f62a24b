"""What is done to a customer's rows, batch by batch: marked, remembered, erased, blanked, receipted."""
