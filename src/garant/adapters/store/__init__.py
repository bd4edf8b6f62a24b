"""Our own state: plans, batches, receipts, holds, remembered events and evidence."""
