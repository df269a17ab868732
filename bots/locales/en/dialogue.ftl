# The words of the conversation itself, whatever it is about.
# $name: a command without its slash
dialogue-no-command = I don't know the command /{ $name }. Here is what I can do:
dialogue-empty = The message is empty. Please write a few words or press a button.
# $most: the greatest length in characters
dialogue-too-long = That message is too long: up to { $most } characters, please.
dialogue-location = Thank you! I can't use a location yet, so please write the address in words.
# $what: what came: sticker, voice, video, file, other
dialogue-unsupported = { $what ->
    [sticker] Nice sticker! Write a few words or press a button and I'll help.
    [voice] I can't listen to voice messages yet. Please write it down.
    [video] I can't watch videos yet. Please write it down or send a photo.
    [file] I can't open files yet. Please write it down or send a photo.
   *[other] I don't understand this kind of message yet. Please write it in words.
}
dialogue-not-understood = I didn't get that. Choose a button or put it another way.
dialogue-staff-not-understood = I didn't get that. Press “Help” to see what I can do.
dialogue-stale = This button is out of date.
dialogue-cancelled = All right, cancelled. I'm here if you need anything.
dialogue-help-button = Help
# $role: customer or a staff role; $business: the business's name
dialogue-help = { $role ->
    [customer] I'm the assistant of { $business }. Here is what you can do:
   *[other] Here is what you can do at { $business }:
}
# $name: the command, $words: its description
dialogue-help-line = /{ $name } — { $words }
dialogue-help-free-text = { $role ->
    [customer] Or just write it in your own words: “a manicure tomorrow at 3 pm”, “show me dresses”.
    [master] Or just write it in your own words, for example: “my schedule for tomorrow”.
   *[other] Or just write it in your own words, for example: “sales for last week”.
}
command-help = what I can do
command-cancel = stop the current talk
# $business — name of the business
dialogue-welcome = Welcome to { $business }! Browse the catalogue, order, book a visit or ask a question here.
dialogue-start-button = Start
