# The team and the technical side

command-team = the team
command-invite = invite to the team
command-leave = leave the team
command-deadletters = messages that could not be handled

team-role-owner = owner
team-role-manager = manager
team-role-marketer = marketer
team-role-master = master
team-role-read-only = observer
# $role: role, $business: business
team-joined = Welcome to the team of { $business }! Your role: { $role ->
    [owner] owner
    [manager] manager
    [marketer] marketer
    [master] master
   *[read-only] observer
}.
team-hello = Hello! You are on the team: { $role ->
    [owner] owner
    [manager] manager
    [marketer] marketer
    [master] master
   *[read-only] observer
}.
team-already = You are on the team already: { $role ->
    [owner] owner
    [manager] manager
    [marketer] marketer
    [master] master
   *[read-only] observer
}. To change your role, leave first: /leave
# $count: how many people
team-list = { $count ->
    [one] { $count } person is on the team:
   *[other] { $count } people are on the team:
}
# $name: name, $role: role, $channels: where they can be reached
team-member = • { $name } — { $role ->
    [owner] owner
    [manager] manager
    [marketer] marketer
    [master] master
   *[read-only] observer
} ({ $channels })
team-button-remove = Remove { $name }
team-button-keep = Keep
team-button-invite = Invite
team-button-team = Team
team-button-web = Open the web chat
# $name: name, $role: role
team-remove-sure = Remove { $name } ({ $role ->
    [owner] owner
    [manager] manager
    [marketer] marketer
    [master] master
   *[read-only] observer
}) from the team? Their access ends with their next message.
team-removed = { $name } is no longer on the team.
team-ask-role = Whom do you invite?
# $role: role, $until: until when
team-invited = The invitation is ready: { $role }. It works once, until { $until }. Pass the link on:
# $code: command
team-invited-code = Or let them write this in the chat: { $code }
# $business: business
team-leave-sure = Leave the team of { $business }? Only a new invitation brings you back.
team-left = You are no longer on the team of { $business }. Thank you for your work!
team-button-leave = Yes, leave
team-button-stay = Stay

# $count: how many are shown
team-dead-letters = { $count ->
    [0] Every message has been handled 👌
    [one] { $count } message could not be handled:
   *[other] { $count } messages could not be handled:
}
# $when: when, $tries: tries, $trouble: where it broke
team-dead-letter = • { $when }, tries: { $tries }, { $trouble }
team-dead-letter-replayed = Trying once more ✓
team-button-replay = Try again: { $when }
team-button-refresh = Refresh
