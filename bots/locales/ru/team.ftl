# Команда и техническая сторона

command-team = команда
command-invite = пригласить в команду
command-leave = выйти из команды
command-deadletters = сообщения, которые не удалось обработать

team-role-owner = владелец
team-role-manager = менеджер
team-role-marketer = маркетолог
team-role-master = мастер
team-role-read-only = наблюдатель
# $role — роль, $business — заведение
team-joined = Добро пожаловать в команду «{ $business }»! Вы — { $role ->
    [owner] владелец
    [manager] менеджер
    [marketer] маркетолог
    [master] мастер
   *[read-only] наблюдатель
}.
team-hello = Здравствуйте! Вы в команде: { $role ->
    [owner] владелец
    [manager] менеджер
    [marketer] маркетолог
    [master] мастер
   *[read-only] наблюдатель
}.
team-already = Вы уже в команде: { $role ->
    [owner] владелец
    [manager] менеджер
    [marketer] маркетолог
    [master] мастер
   *[read-only] наблюдатель
}. Чтобы сменить роль, сначала выйдите: /leave
# $count — сколько людей
team-list = { $count ->
    [one] В команде { $count } человек:
    [few] В команде { $count } человека:
   *[other] В команде { $count } человек:
}
# $name — имя, $role — роль, $channels — где на связи
team-member = • { $name } — { $role ->
    [owner] владелец
    [manager] менеджер
    [marketer] маркетолог
    [master] мастер
   *[read-only] наблюдатель
} ({ $channels })
team-button-remove = Убрать: { $name }
team-button-keep = Оставить
team-button-invite = Пригласить
team-button-team = Команда
team-button-web = Открыть веб-чат
# $name — имя, $role — роль
team-remove-sure = Убрать из команды: { $name } ({ $role ->
    [owner] владелец
    [manager] менеджер
    [marketer] маркетолог
    [master] мастер
   *[read-only] наблюдатель
})? Доступ исчезнет со следующего сообщения.
team-removed = { $name } больше не в команде.
team-ask-role = Кого приглашаете?
# $role — роль, $until — до какого времени
team-invited = Приглашение готово: { $role }. Действует один раз, до { $until }. Перешлите ссылку:
# $code — команда
team-invited-code = Или пусть человек напишет в чате: { $code }
# $business — заведение
team-leave-sure = Выйти из команды «{ $business }»? Вернуться можно будет только по новому приглашению.
team-left = Вы больше не в команде «{ $business }». Спасибо за работу!
team-button-leave = Да, выйти
team-button-stay = Остаться

# $count — сколько показано
team-dead-letters = { $count ->
    [0] Все сообщения обработаны 👌
    [one] { $count } сообщение не удалось обработать:
    [few] { $count } сообщения не удалось обработать:
   *[other] { $count } сообщений не удалось обработать:
}
# $when — когда, $tries — попыток, $trouble — где сломалось
team-dead-letter = • { $when }, попыток: { $tries }, { $trouble }
team-dead-letter-replayed = Пробую ещё раз ✓
team-button-replay = Повторить: { $when }
team-button-refresh = Обновить
