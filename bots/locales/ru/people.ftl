# Люди: знакомство, согласие, профиль, язык, акции, карточка клиента

command-start = главное меню
command-language = сменить язык
command-profile = мои данные, заказы и визиты
command-loyalty = посоветовать друзьям
command-stop = не присылать акции
command-price = цены
command-customer = карточка клиента: имя или телефон

# $business — название заведения
people-welcome = Здравствуйте! Я помощник «{ $business }»: покажу товары, запишу на визит, передам вопрос человеку.
people-consent = Чтобы помогать, мы храним ваше имя, контакт, заказы, визиты и эту переписку. Всё зашифровано, видят только сотрудники заведения, и вы в любой момент можете попросить всё удалить. Согласны?
people-button-agree = Да, согласен / согласна
people-button-agree-now = Согласиться
people-button-not-now = Не сейчас
people-consent-later = Хорошо, кроме этого сообщения ничего не храню. Надумаете — нажмите кнопку, и я к вашим услугам.
people-thanks-agreed = Спасибо!
# $name — имя
people-hello = Здравствуйте, { $name }!
people-hello-unnamed = Здравствуйте!
people-menu = Чем помочь? Нажмите кнопку или просто напишите.
people-youre-welcome = Пожалуйста! Обращайтесь.
people-menu-button = Меню
people-menu-catalog = Каталог
people-menu-orders = Мои заказы
people-menu-book = Записаться
people-menu-bookings = Мои записи
people-menu-ask = Спросить человека
people-menu-loyalty = Посоветовать друзьям
people-menu-profile = Мои данные
people-menu-language = Язык / Language

people-language-uk = Українська
people-language-ru = Русский
people-language-en = English
people-ask-language = На каком языке говорим?
people-language-set = Теперь говорю по-русски.

# Акции
people-promotions-stopped = Больше не присылаю акции. О ваших заказах и записях сообщать буду, как и раньше.
people-promotions-started = Хорошо, об интересных акциях сообщу.
people-button-promotions-on = Получать акции
people-button-promotions-off = Не присылать акции

# Мои данные
people-profile = Ваши данные:
# $name — имя
people-profile-name = Имя: { $name }
# $phone — телефон; $proved — подтверждён: yes, no
people-profile-phone = Телефон: { $phone }{ $proved ->
    [yes] {" "}✓
   *[no] {""}
}
# $email — почта
people-profile-email = Почта: { $email }
# $birthday — день рождения
people-profile-birthday = День рождения: { $birthday }
# $preferences — пожелания
people-profile-preferences = Пожелания: { $preferences }
# $contraindications — противопоказания
people-profile-contraindications = Противопоказания: { $contraindications }
# $promotions — on, off
people-profile-promotions = Акции: { $promotions ->
    [on] присылаем
   *[off] не присылаем
}
people-not-said = не указано
people-saved = Сохранено ✓
people-button-profile = Мои данные
people-button-edit-name = Имя
people-button-edit-phone = Телефон
people-button-edit-email = Почта
people-button-edit-birthday = День рождения
people-button-edit-preferences = Пожелания
people-button-edit-contraindications = Противопоказания
people-button-my-orders = Мои заказы
people-button-my-visits = Мои визиты
people-button-share-phone = 📱 Поделиться номером
people-button-clear = Убрать
people-button-back = Назад
people-button-earlier = Раньше
people-ask-name = Как к вам обращаться?
people-ask-phone = Поделитесь номером кнопкой или напишите его, например 067 123 45 67.
people-ask-email = Напишите адрес почты.
people-ask-birthday = Когда ваш день рождения? Например, 14.03.1990
people-ask-preferences = Что вам нравится? Мастер, размер, цвета, удобное время — напишите одним сообщением.
people-ask-contraindications = О чём мастер должен знать: аллергии, чувствительность, беременность? Это увидят только ваши мастера и руководители.
people-unclear-name = Напишите имя, пожалуйста, до 200 символов.
people-unclear-email = Это не похоже на адрес почты. Пример: olena@example.com
people-unclear-birthday = Не понял дату. Напишите день, месяц и год: 14.03.1990
people-unclear-preferences = Слишком длинно. Напишите, пожалуйста, короче — до 2000 символов.
people-unclear-contraindications = Слишком длинно. Напишите, пожалуйста, короче — до 2000 символов.
# $phone — телефон
people-phone-kept = Номер { $phone } сохранён.
people-phone-proved = Номер { $phone } подтверждён ✓
people-phone-merged = Номер { $phone } подтверждён ✓ Мы уже знакомы — ваши заказы и визиты теперь в одном месте.
# $count — сколько всего
people-own-orders = Ваши заказы ({ $count }):
people-own-orders-none = Заказов ещё нет.
# $number — номер (может быть пустым), $day — дата, $total — сумма, $state — состояние
people-own-order = { $day } · №{ $number } · { $total } · { $state ->
    [placed] ждёт подтверждения
    [accepted] принят
    [sent] в пути
    [delivered] получен
    [declined] отклонён
    [cancelled] отменён
    [expired] не подтверждён вовремя
   *[returned] возвращён
}
people-own-visits = Ваши визиты:
people-own-visits-none = Визитов ещё не было.
# $when — время, $service — услуга, $master — мастер, $sum — сумма, $state — состояние
people-own-visit = { $when } · { $service }, { $master } · { $sum }{ $state ->
    [pending] {" "}· ждёт подтверждения
    [confirmed] {" "}· впереди
    [no_show] {" "}· пропущен
   *[done] {""}
}

# Посоветовать друзьям
# $business — название заведения
people-loyalty = Посоветуйте «{ $business }» друзьям — вот ваша личная ссылка:
# $link — ссылка
people-loyalty-link = { $link }
# $code — команда
people-loyalty-code = Или пусть друг напишет нам в чат: { $code }
# $came — сколько людей пришло, $paid — сколько из них покупали или были на визите
people-loyalty-came = { $came ->
    [0] По вашему совету ещё никто не пришёл.
    [one] По вашему совету пришёл { $came } человек, покупали или были на визите: { $paid }.
    [few] По вашему совету пришли { $came } человека, покупали или были на визите: { $paid }.
    [many] По вашему совету пришло { $came } человек, покупали или были на визите: { $paid }.
   *[other] По вашему совету пришло { $came } человека, покупали или были на визите: { $paid }.
}

# Цены
people-price-services = Цены на услуги:
# $service — услуга, $price — цена, $minutes — длительность
people-price-line = { $service } — { $price }, { $minutes } мин
people-price-goods = Цены на товары — в каталоге, возле каждого товара.
people-price-wholesale = Интересуют оптовые цены? Напишите нам — менеджер ответит лично.

# Карточка клиента для сотрудников
people-unnamed = клиент без имени
# $query — что искали
people-nobody = Никого не нашёл. Попробуйте начало имени, телефон или почту.
people-found = По «{ $query }» нашёл:
people-newest = Самые новые клиенты. Чтобы найти кого-то: /customer ИМЯ или ТЕЛЕФОН
# $name — имя, $phone — телефон или пусто
people-list-item = { $name } { $phone }
people-button-everybody = Все клиенты
people-button-more = Ещё
# $name — имя
people-card = 👤 { $name }
people-card-phone = Телефон: { $phone }{ $proved ->
    [yes] {" "}✓
   *[no] {""}
}
# $value — значение
people-card-email = Почта: { $value }
people-card-birthday = День рождения: { $birthday }
people-card-preferences = Пожелания: { $value }
people-card-contraindications = ⚠️ Противопоказания: { $value }
# $source — откуда пришли, $channels — мессенджеры
people-card-source = Откуда: { $source ->
    [unknown] неизвестно
    [referral] по совету
   *[other] { $source }
}. Пишет из: { $channels }
# $first — впервые, $last — в последний раз, $changed — когда изменены данные
people-card-times = Впервые { $first }, в последний раз { $last }. Данные изменены { $changed }
# $count — сколько, $paid — на сумму, $last — последний раз
people-card-orders = Заказов: { $count } на { $paid }, последний { $last }
people-card-visits = Визитов: { $count } на { $paid }, последний { $last }
# $consent — yes, no; $promotions — on, off; $came — сколько привёл друзей
people-card-consent = Согласие на данные: { $consent ->
    [yes] есть
   *[no] нет
}. Акции: { $promotions ->
    [on] да
   *[off] нет
}. Привёл друзей: { $came }
people-button-history = История
people-button-note = Заметка
people-button-write = Написать клиенту
people-button-card = Карточка
# $customer — клиент
people-ask-note = Заметка о клиенте { $customer }: напишите одним сообщением.
people-note-added = Заметка добавлена ✓
people-history = История, самое новое сверху:
people-history-none = История пуста.
# $when — когда, $channel — мессенджер, $text — слова, $who — кто ответил
people-line-message = { $when } · 💬 { $channel }: { $text }
people-line-answer = { $when } · ↩️ { $channel }, { $who }: { $text }
# $numbered — yes, no; $number — номер; $total — сумма; $state — состояние
people-line-order = { $when } · 🛍 { $numbered ->
    [yes] заказ №{ $number }
   *[no] покупка
}, { $total }, { $state ->
    [placed] ждёт
    [accepted] принят
    [sent] отправлен
    [delivered] получен
    [declined] отклонён
    [cancelled] отменён
    [expired] просрочен
   *[returned] возвращён
}
# $amount — сумма
people-line-refund = { $when } · ↩️ возврат { $amount }
# $product — товар
people-line-view = { $when } · 👀 { $product }
# $number — номер, $service — услуга, $master — мастер, $sum — сумма, $state — состояние
people-line-booking = { $when } · 📅 №{ $number } { $service }, { $master }, { $sum }, { $state ->
    [pending] ждёт
    [confirmed] подтверждён
    [done] состоялся
    [no_show] не пришли
    [cancelled] отменён
    [declined] отклонён
   *[expired] просрочен
}
people-line-request = { $when } · ❓ запрос №{ $number }, { $state ->
    [new] новый
    [taken] в работе
   *[closed] завершён
}
people-line-note = { $when } · 📝 { $who }: { $text }

# Один ли это человек
# $one, $other — имена
people-alike = У { $one } и { $other } один номер телефона. Это один человек?
# $count — сколько пар
people-alike-many = { $count ->
    [one] У { $count } пары клиентов общий номер телефона. Проверьте, один ли это человек.
    [few] У { $count } пар клиентов общие номера телефона. Проверьте, одни ли это люди.
   *[other] У { $count } пар клиентов общие номера телефона. Проверьте, одни ли это люди.
}
# $who — кто решил
people-alike-merged = { $one } и { $other } — один человек. Объединено ({ $who }).
people-alike-kept-apart = { $one } и { $other } — разные люди ({ $who }).
people-button-merge = Один человек
people-button-keep-apart = Разные люди
# $name — имя
people-button-open = { $name }
people-button-duplicates = Проверить
people-merged = Объединено ✓
people-kept-apart = Хорошо, это разные люди.
people-no-duplicates = Нет пар, о которых нужно решить.
