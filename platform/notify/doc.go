// Package notify tells people what concerns them: in the application always, by
// e-mail where the deployment has a mail server and the person has an address
// and wants it.
//
// A message is written in the transaction of the change that it tells of, one
// row for each account, so that nobody hears of what did not happen. Mail goes
// out by jobs. It carries the title, the day that something is due and a link,
// never the body: a mailbox is no place for what was typed into the application.
//
// Tables: notify_messages, notify_preferences.
package notify
