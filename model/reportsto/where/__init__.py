"""Where should customer service sit in an organisation of one's own? Two studies, and one page that reads them."""
