# Люди: знайомство, згода, профіль, мова, акції, картка клієнта

command-start = головне меню
command-language = змінити мову
command-profile = мої дані, замовлення й візити
command-loyalty = порадити друзям
command-stop = не надсилати акцій
command-price = ціни
command-customer = картка клієнта: ім’я або телефон

# $business — назва закладу
people-welcome = Вітаю! Я помічник «{ $business }»: покажу товари, запишу на візит, передам питання людині.
people-consent = Щоб допомагати, ми зберігаємо ваше ім’я, контакт, замовлення, візити та це листування. Усе зашифровано, бачать лише працівники закладу, і ви будь-коли можете попросити все видалити. Згодні?
people-button-agree = Так, згоден / згодна
people-button-agree-now = Погодитися
people-button-not-now = Не зараз
people-consent-later = Гаразд, нічого не зберігаю понад це повідомлення. Надумаєте — натисніть кнопку, і я до ваших послуг.
people-thanks-agreed = Дякую!
# $name — ім’я
people-hello = Вітаю, { $name }!
people-hello-unnamed = Вітаю!
people-menu = Чим допомогти? Натисніть кнопку або просто напишіть.
people-youre-welcome = Прошу! Звертайтеся.
people-menu-button = Меню
people-menu-catalog = Каталог
people-menu-orders = Мої замовлення
people-menu-book = Записатися
people-menu-bookings = Мої записи
people-menu-ask = Запитати людину
people-menu-loyalty = Порадити друзям
people-menu-profile = Мої дані
people-menu-language = Мова / Language

people-language-uk = Українська
people-language-ru = Русский
people-language-en = English
people-ask-language = Якою мовою говоримо?
people-language-set = Тепер говорю українською.

# Промоакції
people-promotions-stopped = Більше не надсилаю акцій. Про ваші замовлення й записи повідомляти буду, як і раніше.
people-promotions-started = Добре, про цікаві акції повідомлю.
people-button-promotions-on = Отримувати акції
people-button-promotions-off = Не надсилати акцій

# Мої дані
people-profile = Ваші дані:
# $name — ім’я
people-profile-name = Ім’я: { $name }
# $phone — телефон; $proved — підтверджений: yes, no
people-profile-phone = Телефон: { $phone }{ $proved ->
    [yes] {" "}✓
   *[no] {""}
}
# $email — пошта
people-profile-email = Пошта: { $email }
# $birthday — день народження
people-profile-birthday = День народження: { $birthday }
# $preferences — побажання
people-profile-preferences = Побажання: { $preferences }
# $contraindications — протипоказання
people-profile-contraindications = Протипоказання: { $contraindications }
# $promotions — on, off
people-profile-promotions = Акції: { $promotions ->
    [on] надсилаємо
   *[off] не надсилаємо
}
people-not-said = не вказано
people-saved = Збережено ✓
people-button-profile = Мої дані
people-button-edit-name = Ім’я
people-button-edit-phone = Телефон
people-button-edit-email = Пошта
people-button-edit-birthday = День народження
people-button-edit-preferences = Побажання
people-button-edit-contraindications = Протипоказання
people-button-my-orders = Мої замовлення
people-button-my-visits = Мої візити
people-button-share-phone = 📱 Поділитися номером
people-button-clear = Прибрати
people-button-back = Назад
people-button-earlier = Раніше
people-ask-name = Як до вас звертатися?
people-ask-phone = Поділіться номером кнопкою або напишіть його, наприклад 067 123 45 67.
people-ask-email = Напишіть адресу пошти.
people-ask-birthday = Коли ваш день народження? Наприклад, 14.03.1990
people-ask-preferences = Що вам до вподоби? Майстер, розмір, кольори, зручний час — напишіть одним повідомленням.
people-ask-contraindications = Про що майстер має знати: алергії, чутливість, вагітність? Це побачать лише ваші майстри й керівники.
people-unclear-name = Напишіть ім’я, будь ласка, до 200 символів.
people-unclear-email = Це не схоже на адресу пошти. Приклад: olena@example.com
people-unclear-birthday = Не зрозумів дати. Напишіть день, місяць і рік: 14.03.1990
people-unclear-preferences = Задовге. Напишіть, будь ласка, коротше — до 2000 символів.
people-unclear-contraindications = Задовге. Напишіть, будь ласка, коротше — до 2000 символів.
# $phone — телефон
people-phone-kept = Номер { $phone } збережено.
people-phone-proved = Номер { $phone } підтверджено ✓
people-phone-merged = Номер { $phone } підтверджено ✓ Ми вже знайомі — ваші замовлення й візити тепер в одному місці.
# $count — скільки всього
people-own-orders = Ваші замовлення ({ $count }):
people-own-orders-none = Замовлень ще немає.
# $number — номер (може бути порожнім), $day — дата, $total — сума, $state — стан
people-own-order = { $day } · №{ $number } · { $total } · { $state ->
    [placed] очікує підтвердження
    [accepted] прийнято
    [sent] у дорозі
    [delivered] отримано
    [declined] відхилено
    [cancelled] скасовано
    [expired] не підтверджено вчасно
   *[returned] повернено
}
people-own-visits = Ваші візити:
people-own-visits-none = Візитів ще не було.
# $when — час, $service — послуга, $master — майстер, $sum — сума, $state — стан
people-own-visit = { $when } · { $service }, { $master } · { $sum }{ $state ->
    [pending] {" "}· очікує підтвердження
    [confirmed] {" "}· попереду
    [no_show] {" "}· пропущено
   *[done] {""}
}

# Порадити друзям
# $business — назва закладу
people-loyalty = Порадьте «{ $business }» друзям — ось ваше особисте посилання:
# $link — посилання
people-loyalty-link = { $link }
# $code — команда
people-loyalty-code = Або нехай друг напише нам у чат: { $code }
# $came — скільки людей прийшло, $paid — скільки з них купували чи приходили на візит
people-loyalty-came = { $came ->
    [0] За вашою порадою ще ніхто не прийшов.
    [one] За вашою порадою прийшла { $came } людина, купували чи були на візиті: { $paid }.
    [few] За вашою порадою прийшли { $came } людини, купували чи були на візиті: { $paid }.
    [many] За вашою порадою прийшло { $came } людей, купували чи були на візиті: { $paid }.
   *[other] За вашою порадою прийшло { $came } людини, купували чи були на візиті: { $paid }.
}

# Ціни
people-price-services = Ціни на послуги:
# $service — послуга, $price — ціна, $minutes — тривалість
people-price-line = { $service } — { $price }, { $minutes } хв
people-price-goods = Ціни на товари — у каталозі, біля кожного товару.
people-price-wholesale = Цікавлять гуртові ціни? Напишіть нам — менеджер відповість особисто.

# Картка клієнта для працівників
people-unnamed = клієнт без імені
# $query — що шукали
people-nobody = Нікого не знайшов. Спробуйте початок імені, телефон або пошту.
people-found = За «{ $query }» знайшов:
people-newest = Найновіші клієнти. Щоб знайти когось: /customer ІМ’Я або ТЕЛЕФОН
# $name — ім’я, $phone — телефон або порожньо
people-list-item = { $name } { $phone }
people-button-everybody = Усі клієнти
people-button-more = Ще
# $name — ім’я
people-card = 👤 { $name }
people-card-phone = Телефон: { $phone }{ $proved ->
    [yes] {" "}✓
   *[no] {""}
}
# $value — значення
people-card-email = Пошта: { $value }
people-card-birthday = День народження: { $birthday }
people-card-preferences = Побажання: { $value }
people-card-contraindications = ⚠️ Протипоказання: { $value }
# $source — звідки прийшли, $channels — месенджери
people-card-source = Звідки: { $source ->
    [unknown] невідомо
    [referral] за порадою
   *[other] { $source }
}. Пише з: { $channels }
# $first — уперше, $last — востаннє, $changed — коли змінено дані
people-card-times = Уперше { $first }, востаннє { $last }. Дані змінено { $changed }
# $count — скільки, $paid — на суму, $last — востаннє
people-card-orders = Замовлень: { $count } на { $paid }, останнє { $last }
people-card-visits = Візитів: { $count } на { $paid }, останній { $last }
# $consent — yes, no; $promotions — on, off; $came — скільки привів друзів
people-card-consent = Згода на дані: { $consent ->
    [yes] є
   *[no] немає
}. Акції: { $promotions ->
    [on] так
   *[off] ні
}. Привів друзів: { $came }
people-button-history = Історія
people-button-note = Нотатка
people-button-write = Написати клієнту
people-button-card = Картка
# $customer — клієнт
people-ask-note = Нотатка про клієнта { $customer }: напишіть одним повідомленням.
people-note-added = Нотатку додано ✓
people-history = Історія, найновіше зверху:
people-history-none = Історія порожня.
# $when — коли, $channel — месенджер, $text — слова, $who — хто відповів
people-line-message = { $when } · 💬 { $channel }: { $text }
people-line-answer = { $when } · ↩️ { $channel }, { $who }: { $text }
# $numbered — yes, no; $number — номер; $total — сума; $state — стан
people-line-order = { $when } · 🛍 { $numbered ->
    [yes] замовлення №{ $number }
   *[no] покупка
}, { $total }, { $state ->
    [placed] очікує
    [accepted] прийнято
    [sent] надіслано
    [delivered] отримано
    [declined] відхилено
    [cancelled] скасовано
    [expired] прострочено
   *[returned] повернено
}
# $amount — сума
people-line-refund = { $when } · ↩️ повернення { $amount }
# $product — товар
people-line-view = { $when } · 👀 { $product }
# $number — номер, $service — послуга, $master — майстер, $sum — сума, $state — стан
people-line-booking = { $when } · 📅 №{ $number } { $service }, { $master }, { $sum }, { $state ->
    [pending] очікує
    [confirmed] підтверджено
    [done] відбувся
    [no_show] не прийшли
    [cancelled] скасовано
    [declined] відхилено
   *[expired] прострочено
}
people-line-request = { $when } · ❓ запит №{ $number }, { $state ->
    [new] новий
    [taken] у роботі
   *[closed] завершено
}
people-line-note = { $when } · 📝 { $who }: { $text }

# Чи це одна людина
# $one, $other — імена
people-alike = { $one } і { $other } мають один номер телефону. Це одна людина?
# $count — скільки пар
people-alike-many = { $count ->
    [one] { $count } пара клієнтів має спільний номер телефону. Перевірте, чи це одна людина.
    [few] { $count } пари клієнтів мають спільні номери телефону. Перевірте, чи це ті самі люди.
   *[other] { $count } пар клієнтів мають спільні номери телефону. Перевірте, чи це ті самі люди.
}
# $who — хто вирішив
people-alike-merged = { $one } і { $other } — одна людина. Об’єднано ({ $who }).
people-alike-kept-apart = { $one } і { $other } — різні люди ({ $who }).
people-button-merge = Одна людина
people-button-keep-apart = Різні люди
# $name — ім’я
people-button-open = { $name }
people-button-duplicates = Перевірити
people-merged = Об’єднано ✓
people-kept-apart = Гаразд, це різні люди.
people-no-duplicates = Немає пар, про які треба вирішити.
