# Команда й технічний бік

command-team = команда
command-invite = запросити в команду
command-leave = вийти з команди
command-deadletters = повідомлення, які не вдалося обробити

team-role-owner = власник
team-role-manager = менеджер
team-role-marketer = маркетолог
team-role-master = майстер
team-role-read-only = спостерігач
# $role — роль, $business — заклад
team-joined = Вітаємо в команді «{ $business }»! Ви — { $role ->
    [owner] власник
    [manager] менеджер
    [marketer] маркетолог
    [master] майстер
   *[read-only] спостерігач
}.
team-hello = Вітаю! Ви в команді: { $role ->
    [owner] власник
    [manager] менеджер
    [marketer] маркетолог
    [master] майстер
   *[read-only] спостерігач
}.
team-already = Ви вже в команді: { $role ->
    [owner] власник
    [manager] менеджер
    [marketer] маркетолог
    [master] майстер
   *[read-only] спостерігач
}. Щоб змінити роль, спершу вийдіть: /leave
# $count — скільки людей
team-list = { $count ->
    [one] У команді { $count } людина:
    [few] У команді { $count } людини:
   *[other] У команді { $count } людей:
}
# $name — ім’я, $role — роль, $channels — де на зв’язку
team-member = • { $name } — { $role ->
    [owner] власник
    [manager] менеджер
    [marketer] маркетолог
    [master] майстер
   *[read-only] спостерігач
} ({ $channels })
team-button-remove = Прибрати: { $name }
team-button-keep = Лишити
team-button-invite = Запросити
team-button-team = Команда
team-button-web = Відкрити веб-чат
# $name — ім’я, $role — роль
team-remove-sure = Прибрати з команди: { $name } ({ $role ->
    [owner] власник
    [manager] менеджер
    [marketer] маркетолог
    [master] майстер
   *[read-only] спостерігач
})? Доступ зникне з наступного повідомлення.
team-removed = { $name } більше не в команді.
team-ask-role = Кого запрошуєте?
# $role — роль, $until — до якого часу
team-invited = Запрошення готове: { $role }. Діє один раз, до { $until }. Перешліть посилання:
# $code — команда
team-invited-code = Або нехай людина напише в чаті: { $code }
# $business — заклад
team-leave-sure = Вийти з команди «{ $business }»? Повернутися можна буде лише за новим запрошенням.
team-left = Ви більше не в команді «{ $business }». Дякуємо за роботу!
team-button-leave = Так, вийти
team-button-stay = Лишитися

# $count — скільки показано
team-dead-letters = { $count ->
    [0] Усі повідомлення оброблено 👌
    [one] { $count } повідомлення не вдалося обробити:
    [few] { $count } повідомлення не вдалося обробити:
   *[other] { $count } повідомлень не вдалося обробити:
}
# $when — коли, $tries — спроб, $trouble — де зламалося
team-dead-letter = • { $when }, спроб: { $tries }, { $trouble }
team-dead-letter-replayed = Пробую ще раз ✓
team-button-replay = Повторити: { $when }
team-button-refresh = Оновити
