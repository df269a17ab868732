# Записи: розмови клієнтів і персоналу, сповіщення.
# Спільні змінні: $number — номер запису, $service, $master — назви, $when — день і година, $time — година,
# $until — година кінця, $minutes — тривалість, $price — сума, $state — стан, $customer — як звати клієнта
command-book = записатися на послугу
command-bookings = записи
command-today = записи на сьогодні

# Вибір послуги, майстра, дня й години
bookings-ask-service = На яку послугу вас записати?
bookings-service-label = { $service } · { $price }
bookings-no-services = Поки що записатися не можна: послуг іще немає. Поставте запитання — відповість людина.
bookings-service-nobody = На жаль, цю послугу зараз ніхто не робить. Оберіть іншу:
bookings-ask-master = До кого записати?
bookings-master-any = Будь-хто
bookings-any-master = будь-який майстер
bookings-master-label = { $master }
bookings-master-other = Цей майстер таку послугу не робить. Оберіть, будь ласка, когось іншого:
bookings-ask-day = { $service }, { $master }. На який день?
# $day — день
bookings-day-label = { $day }
bookings-days-later = Пізніше →
bookings-days-from-today = ← Найближчі дні
bookings-no-days = Вільних днів тут немає. Напишіть нам — щось придумаємо.
bookings-day-past = { $day } уже минуло. Оберіть інший день:
# $days — на скільки днів наперед
bookings-day-far = Записуємо не далі як на { $days } { $days ->
    [one] день
    [few] дні
   *[other] днів
} наперед. Оберіть ближчий день:
# $why — day-off, off-hours, too-soon, taken; $whose — any (усі майстри), chosen (той, кого обрали)
bookings-day-full = { $day } — { $why ->
    [day-off] { $whose ->
        [chosen] в майстра вихідний
       *[any] вихідний
    }
    [too-soon] уже не встигнемо записати
   *[taken] усе зайнято
}. Ось найближчі вільні дні:
# $part — morning, afternoon, evening або day (весь день)
bookings-ask-time = { $service }, { $master }. { $day }{ $part ->
    [morning] , ранок
    [afternoon] , день
    [evening] , вечір
   *[day] {""}
}. О котрій?
# $time — година
bookings-time-label = { $time }
bookings-slots-earlier = ← { $part ->
    [morning] Ранок
    [afternoon] День
   *[evening] Вечір
}
bookings-slots-later = { $part ->
    [morning] Ранок
    [afternoon] День
   *[evening] Вечір
} →
bookings-slots-all = Усі години
bookings-time-none-fits = На бажаний час нічого немає, але цього дня ще вільно:
# $why — day-off, off-hours, too-soon, taken; $whose — any (усі майстри), chosen (той, кого обрали)
bookings-time-not-free = { $when } — { $why ->
    [day-off] { $whose ->
        [chosen] на жаль, цього дня в майстра вихідний
       *[any] на жаль, цього дня не працюємо
    }
    [off-hours] на цей час не записуємо
    [too-soon] на жаль, уже не встигнемо записати
   *[taken] на жаль, уже зайнято
}.
bookings-time-past = Цей час уже минув.
bookings-ask-near = Найближчий вільний час:
bookings-near-label = { $when }
bookings-same-time = { $time }, { $master }
bookings-slot-lost = Щойно хтось встиг раніше — цей час уже зайнято.
bookings-other-day = Інший день
bookings-other-time = Інший час
bookings-page-back = ← Назад
bookings-page-more = Ще →

# Підтвердження й запис
bookings-confirm = { $service }, { $master }
    { $when }–{ $until } ({ $minutes } хв)
    { $price }
# $minutes — скільки хвилин тримаємо час
bookings-confirm-hold = Тримаю цей час для вас { $minutes } { $minutes ->
    [one] хвилину
    [few] хвилини
   *[other] хвилин
}. Записуємо?
bookings-done = Записано! № { $number }
    { $service }, { $master }
    { $when }–{ $until } · { $price }
    Чекаємо на вас.
bookings-done-pending = Заявку № { $number } прийнято
    { $service }, { $master }
    { $when }–{ $until } · { $price }
    Адміністратор підтвердить, і я одразу напишу.
bookings-not-booked = Гаразд, не записую. Захочете — я тут.

# Мої записи
bookings-none = Майбутніх записів у вас немає.
bookings-list = Ваші записи:
bookings-list-label = { $when } · { $service }
bookings-card = № { $number } · { $state ->
    [held] час тримаємо
    [pending] чекає на підтвердження
    [confirmed] підтверджено
    [done] відбувся
    [no_show] ви не прийшли
    [cancelled] скасовано
    [declined] відхилено
   *[expired] не підтверджено вчасно
}
    { $service }, { $master }
    { $when }–{ $until } · { $price }
bookings-card-proposed = Пропонують інший час: { $when }
bookings-cancel-sure = Скасувати запис? { $service }, { $when }
bookings-cancelled = Запис № { $number } скасовано. До зустрічі іншим разом!
bookings-kept = Гаразд, усе лишається як було.
bookings-agreed = Домовились!
bookings-moved = Перенесено! № { $number }
    { $service }, { $master }
    { $when }–{ $until } · { $price }
bookings-moved-pending = Перенесено, № { $number }. Чекаємо на підтвердження:
    { $service }, { $master }
    { $when }–{ $until } · { $price }

# Клієнтові про те, що зробив персонал
bookings-told-booked = Вас записано, № { $number }: { $service }, { $master }, { $when }. Чекаємо на вас!
bookings-told-confirmed = Ваш запис № { $number } підтверджено: { $service }, { $master }, { $when }. Чекаємо на вас!
bookings-told-declined = На жаль, запис № { $number } прийняти не можемо: { $service }, { $when }.
bookings-told-cancelled = На жаль, ваш запис № { $number } скасовано: { $service }, { $when }. Вибачте за незручність.
bookings-told-moved = Ваш запис № { $number } перенесено. Тепер: { $service }, { $master }, { $when }.
bookings-told-expired = Запис № { $number } не встигли підтвердити: { $service }, { $when }. Вибачте! Оберіть, будь ласка, інший час.
# $proposed — час, який пропонують
bookings-told-proposed = Щодо запису № { $number } ({ $service }, { $when }): чи підійде вам { $proposed }?
# $reason — слова персоналу
bookings-told-reason = Причина: { $reason }

# Кнопки
bookings-button-confirm = Записати
bookings-button-not-now = Не треба
bookings-button-book = Записатися
bookings-button-book-again = Записатися ще
bookings-button-ask = Поставити запитання
bookings-button-mine = Мої записи
bookings-button-see = Мій запис
bookings-button-move = Перенести
bookings-button-move-instead = Краще перенести
bookings-button-cancel = Скасувати
bookings-button-cancel-yes = Так, скасувати
bookings-button-keep = Лишити як є
bookings-button-agree = Так, підходить
bookings-button-other-time = Інший час
bookings-button-accept = Прийняти
bookings-button-decline = Відхилити
bookings-button-propose = Запропонувати час
bookings-button-write = Написати
bookings-button-open = Відкрити
bookings-button-today = Сьогодні
bookings-button-done = Відбувся
bookings-button-no-show = Не прийшли
bookings-button-paid = Оплачено
bookings-button-back = ← Назад
bookings-button-book-for = Записати клієнта
bookings-button-no-reason = Без причини
bookings-button-full-price = { $price }
# $name — як його назвав адміністратор
bookings-button-new-person = Новий: { $name }
bookings-button-no-name = Без імені

# Персонал: картка, сповіщення, списки
# $by — nobody / somebody; $who — хто з персоналу вирішив; порожньо, якщо ніхто
bookings-staff-title = { $state ->
    [held] Тримають час
    [pending] Новий запис, чекає на ваше слово
    [confirmed] { $by ->
        [nobody] Новий запис
       *[other] Підтверджено · { $who }
    }
    [done] Відбувся
    [no_show] Не прийшли
    [cancelled] Скасовано{ $by ->
        [nobody] {""}
       *[other] {" · "}{ $who }
    }
    [declined] Відхилено · { $who }
   *[expired] Не підтверджено вчасно
} · № { $number }
bookings-staff-what = { $service }, { $master }
    { $when }–{ $until } · { $price }
# $channel — telegram, viber, web, api, counter
bookings-staff-customer = { $customer } · { $channel ->
    [telegram] Telegram
    [viber] Viber
    [web] чат на сайті
    [counter] записав персонал
    [api] застосунок
   *[other] { $channel }
}
bookings-staff-comment = Примітка: { $comment }
# $paid — сума
bookings-staff-paid = Оплачено: { $paid }
bookings-news-moved = Запис перенесено, № { $number }: { $customer }, { $service }, тепер { $when }
bookings-news-cancelled = Запис скасовано, № { $number }: { $customer }, { $service }, { $when }
bookings-news-customer-moved = Запис перенесено клієнтом, № { $number }: { $customer }, { $service }, тепер { $when }, { $master }
bookings-news-customer-cancelled = Запис скасовано клієнтом, № { $number }: { $customer }, { $service }, { $when }, { $master }
bookings-news-proposal-declined = Інший час не підійшов, № { $number }: { $customer } лишається на { $when }
bookings-news-expired = Запис № { $number } ніхто не підтвердив: { $customer }, { $service }, { $when }
bookings-news-handed-over = Запис № { $number } передано іншому майстрові: { $customer }, { $service }, { $when }
# $count — скільки записів
bookings-staff-day = { $day }: { $count ->
    [0] записів немає
    [one] { $count } запис
    [few] { $count } записи
   *[other] { $count } записів
}
bookings-staff-label = { $time } { $customer } · { $service }
bookings-day-before = ← { $day }
bookings-day-after = { $day } →
bookings-ask-decline-reason = Чому відхиляємо № { $number } ({ $when })? Клієнт прочитає причину. Оберіть або напишіть:
bookings-ask-cancel-reason = Чому скасовуємо № { $number } ({ $when })? Клієнт прочитає причину. Оберіть або напишіть:
bookings-reason-master-ill = Майстер захворів
bookings-reason-no-time = Цей час уже зайнято
bookings-reason-closed = Цього дня не працюємо
# $most — найбільша довжина
bookings-reason-too-long = Задовга причина: до { $most } символів, будь ласка.
bookings-proposed = Запитав клієнта. Відповідь прийде сюди.
bookings-moved-told = Перенесено.
bookings-ask-paid = Скільки сплачено за № { $number } ({ $service })? Натисніть або напишіть суму.
bookings-ask-who = Кого записати? Напишіть ім’я або телефон.
# $count — скільки знайдено
bookings-ask-which = { $count ->
    [0] Такого клієнта ще немає.
   *[other] Ось кого знайшов. Хто з них?
}
# $phone — телефон або порожньо
bookings-person-label = { $name } { $phone }
bookings-sure-for = { $customer }: { $service }, { $master }, { $when }. Записуємо?
bookings-booked-for = Записав, № { $number }: { $customer }, { $service }, { $when }
bookings-today-title = { $day }: { $count ->
    [0] записів немає
    [one] { $count } запис
    [few] { $count } записи
   *[other] { $count } записів
}
bookings-today-master = — { $master }
bookings-today-line = { $time }–{ $until } { $customer } · { $service }{ $state ->
    [pending] {" "}(чекає)
    [done] {" "}✓
    [no_show] {" "}(не прийшли)
   *[confirmed] {""}
}
bookings-today-nobody = Нікого немає
# $from, $to — години
bookings-today-window = { $from }–{ $to }
# $windows — вільні проміжки
bookings-today-free = Вільно: { $windows }
