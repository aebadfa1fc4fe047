"""Messages: notices to people over the inbox, e-mail, SMS, group bots and web push."""
