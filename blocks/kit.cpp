// Block Kit building blocks.
