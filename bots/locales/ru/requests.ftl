# Запросы: разговор человека с человеком через бота

command-ask = спросить человека
command-requests = запросы, которые ждут

# Для клиента
requests-ask-question = Что вас интересует? Напишите одним сообщением, можно с фото — передам человеку.
# $number — номер запроса
requests-opened = Передаю ваш вопрос человеку (№{ $number }).
# $day — today, tomorrow, later; $time — время; $date — день
requests-promise-by = { $day ->
    [today] Ответим сегодня до { $time }.
    [tomorrow] Ответим завтра до { $time }.
   *[later] Ответим { $date } до { $time }.
}
requests-promise-from = { $day ->
    [today] Сейчас мы ещё не на месте: ответим сегодня с { $time }.
    [tomorrow] Сейчас мы уже не на месте: ответим завтра с { $time }.
   *[later] Сейчас мы не на месте: ответим { $date } с { $time }.
}
requests-promise-some-day = Ответим, как только сможем.
requests-passed-on = Передано ✓ Выйти из разговора: /cancel
# $number — номер запроса
requests-still-open = Хорошо, больше ничего человеку не передаю. Ваш вопрос №{ $number } остаётся: ответ придёт сюда.
# $number — номер запроса
requests-aside = Ваш вопрос №{ $number } остаётся у человека, ответ придёт сюда. А вот что могу я сам:
requests-go-on = Пишите — всё передам человеку (запрос №{ $number }).
requests-finished = Разговор завершён. Спасибо!
# $who — имя сотрудника
requests-from-staff = 👤 { $who }:
requests-ended-by-staff = Разговор завершён. Если что-то ещё — просто напишите.
requests-button-finish = Завершить разговор
requests-button-end-question = Закрыть вопрос
requests-button-write-more = Дописать человеку
requests-button-reply = Ответить
requests-button-ask-again = Спросить ещё
requests-button-menu = Меню

# Для сотрудников
# $number — номер, $customer — клиент, $channel — мессенджер, $who — кто взял
requests-alert-new = ❓ Запрос №{ $number } · { $customer } · { $channel }
requests-alert-taken = 🙋 Запрос №{ $number } · { $customer } · { $channel } — в работе: { $who }
requests-alert-closed = ✅ Запрос №{ $number } · { $customer } · { $channel } — завершён
# $text — слова клиента
requests-quote = «{ $text }»
# $when — до какого времени обещано
requests-alert-due = Обещано ответить до: { $when }
requests-relay = 💬 { $customer } (запрос №{ $number }, { $channel }):
requests-button-take = Взять
requests-button-answer = Ответить
requests-button-close = Завершить
requests-button-card = Карточка клиента
requests-button-list = Все запросы
requests-button-refresh = Обновить
requests-button-later = Дальше
requests-button-done = Готово
requests-none = Никто не ждёт ответа 👌
# $count — сколько открыто
requests-list = { $count ->
    [one] Открыт { $count } запрос. Самые давние сверху:
    [few] Открыто { $count } запроса. Самые давние сверху:
   *[other] Открыто { $count } запросов. Самые давние сверху:
}
# $number — номер, $customer — клиент, $age — сколько ждёт, $state — new, taken, closed; $who — кто взял
requests-list-item = { $state ->
    [new] ❓
    [taken] 🙋
   *[closed] ✅
} №{ $number } { $customer } · { $age }{ $state ->
    [taken] {" "}· { $who }
   *[new] {""}
}
requests-card = Запрос №{ $number } · { $customer } · { $channel } · { $age } · { $state ->
    [new] новый
    [taken] в работе: { $who }
   *[closed] завершён
}
# $minutes — минуты, $hours — часы
requests-minutes = { $minutes } мин
requests-hours = { $hours } ч
# $number — номер, $customer — клиент
requests-write = Пишите — всё уйдёт клиенту { $customer } (запрос №{ $number }). Можно и фото. Выйти: /done
requests-sent = Отправлено: { $customer }, запрос №{ $number } ✓
requests-left = Хорошо. Запрос №{ $number } остаётся за вами, ответы клиента будут приходить сюда.
requests-closed = Запрос №{ $number } завершён ✓
requests-done = Хорошо, больше ничего клиенту не передаю.
requests-ended-by-customer = { $customer } завершает разговор (запрос №{ $number }, { $channel }).
