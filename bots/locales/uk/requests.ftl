# Запити: розмова людини з людиною через бота

command-ask = запитати людину
command-requests = запити, що чекають

# Для клієнта
requests-ask-question = Що вас цікавить? Напишіть одним повідомленням, можна з фото — передам людині.
# $number — номер запиту
requests-opened = Передаю ваше питання людині (№{ $number }).
# $day — today, tomorrow, later; $time — час; $date — день
requests-promise-by = { $day ->
    [today] Відповімо сьогодні до { $time }.
    [tomorrow] Відповімо завтра до { $time }.
   *[later] Відповімо { $date } до { $time }.
}
requests-promise-from = { $day ->
    [today] Зараз ми ще не на місці: відповімо сьогодні з { $time }.
    [tomorrow] Зараз ми вже не на місці: відповімо завтра з { $time }.
   *[later] Зараз ми не на місці: відповімо { $date } з { $time }.
}
requests-promise-some-day = Відповімо, щойно зможемо.
requests-passed-on = Передано ✓ Вийти з розмови: /cancel
# $number — номер запиту
requests-still-open = Гаразд, більше нічого людині не передаю. Ваше питання №{ $number } лишається: відповідь прийде сюди.
# $number — номер запиту
requests-aside = Ваше питання №{ $number } лишається в людини, відповідь прийде сюди. А ось що можу я сам:
requests-go-on = Пишіть — усе передам людині (запит №{ $number }).
requests-finished = Розмову завершено. Дякуємо!
# $who — ім’я працівника
requests-from-staff = 👤 { $who }:
requests-ended-by-staff = Розмову завершено. Якщо ще щось — просто напишіть.
requests-button-finish = Завершити розмову
requests-button-end-question = Закрити питання
requests-button-write-more = Дописати людині
requests-button-reply = Відповісти
requests-button-ask-again = Запитати ще
requests-button-menu = Меню

# Для працівників
# $number — номер, $customer — клієнт, $channel — месенджер, $who — хто взяв
requests-alert-new = ❓ Запит №{ $number } · { $customer } · { $channel }
requests-alert-taken = 🙋 Запит №{ $number } · { $customer } · { $channel } — у роботі: { $who }
requests-alert-closed = ✅ Запит №{ $number } · { $customer } · { $channel } — завершено
# $text — слова клієнта
requests-quote = «{ $text }»
# $when — до якого часу обіцяно
requests-alert-due = Обіцяно відповісти до: { $when }
requests-relay = 💬 { $customer } (запит №{ $number }, { $channel }):
requests-button-take = Взяти
requests-button-answer = Відповісти
requests-button-close = Завершити
requests-button-card = Картка клієнта
requests-button-list = Усі запити
requests-button-refresh = Оновити
requests-button-later = Далі
requests-button-done = Готово
requests-none = Ніхто не чекає на відповідь 👌
# $count — скільки відкрито
requests-list = { $count ->
    [one] Відкрито { $count } запит. Найдавніші згори:
    [few] Відкрито { $count } запити. Найдавніші згори:
   *[other] Відкрито { $count } запитів. Найдавніші згори:
}
# $number — номер, $customer — клієнт, $age — скільки чекає, $state — new, taken, closed; $who — хто взяв
requests-list-item = { $state ->
    [new] ❓
    [taken] 🙋
   *[closed] ✅
} №{ $number } { $customer } · { $age }{ $state ->
    [taken] {" "}· { $who }
   *[new] {""}
}
requests-card = Запит №{ $number } · { $customer } · { $channel } · { $age } · { $state ->
    [new] новий
    [taken] у роботі: { $who }
   *[closed] завершено
}
# $minutes — хвилини, $hours — години
requests-minutes = { $minutes } хв
requests-hours = { $hours } год
# $number — номер, $customer — клієнт
requests-write = Пишіть — усе піде клієнтові { $customer } (запит №{ $number }). Можна й фото. Вийти: /done
requests-sent = Надіслано: { $customer }, запит №{ $number } ✓
requests-left = Гаразд. Запит №{ $number } лишається за вами, відповіді клієнта приходитимуть сюди.
requests-closed = Запит №{ $number } завершено ✓
requests-done = Гаразд, більше нічого клієнтові не передаю.
requests-ended-by-customer = { $customer } завершує розмову (запит №{ $number }, { $channel }).
