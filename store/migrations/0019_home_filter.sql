-- Which of my tasks the Home tab lists.
ALTER TABLE homes ADD COLUMN tasks_filter TEXT NOT NULL DEFAULT 'all';  -- all, reviews, manual, overdue
