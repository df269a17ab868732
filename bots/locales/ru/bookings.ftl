# Записи: разговоры клиентов и персонала, уведомления.
# Общие переменные: $number — номер записи, $service, $master — названия, $when — день и час, $time — час,
# $until — час конца, $minutes — длительность, $price — сумма, $state — состояние, $customer — как зовут клиента
command-book = записаться на услугу
command-bookings = записи
command-today = записи на сегодня

# Выбор услуги, мастера, дня и часа
bookings-ask-service = На какую услугу вас записать?
bookings-service-label = { $service } · { $price }
bookings-no-services = Пока записаться нельзя: услуг ещё нет. Задайте вопрос — ответит человек.
bookings-service-nobody = К сожалению, эту услугу сейчас никто не делает. Выберите другую:
bookings-ask-master = К кому записать?
bookings-master-any = Кто угодно
bookings-any-master = любой мастер
bookings-master-label = { $master }
bookings-master-other = Этот мастер такую услугу не делает. Выберите, пожалуйста, кого-то другого:
bookings-ask-day = { $service }, { $master }. На какой день?
# $day — день
bookings-day-label = { $day }
bookings-days-later = Позже →
bookings-days-from-today = ← Ближайшие дни
bookings-no-days = Свободных дней здесь нет. Напишите нам — что-нибудь придумаем.
bookings-day-past = { $day } уже прошло. Выберите другой день:
# $days — на сколько дней вперёд
bookings-day-far = Записываем не дальше чем на { $days } { $days ->
    [one] день
    [few] дня
   *[other] дней
} вперёд. Выберите день поближе:
# $why — day-off, off-hours, too-soon, taken; $whose — any (все мастера), chosen (тот, кого выбрали)
bookings-day-full = { $day } — { $why ->
    [day-off] { $whose ->
        [chosen] у мастера выходной
       *[any] выходной
    }
    [too-soon] записать уже не успеем
   *[taken] всё занято
}. Вот ближайшие свободные дни:
# $part — morning, afternoon, evening или day (весь день)
bookings-ask-time = { $service }, { $master }. { $day }{ $part ->
    [morning] , утро
    [afternoon] , день
    [evening] , вечер
   *[day] {""}
}. В котором часу?
# $time — час
bookings-time-label = { $time }
bookings-slots-earlier = ← { $part ->
    [morning] Утро
    [afternoon] День
   *[evening] Вечер
}
bookings-slots-later = { $part ->
    [morning] Утро
    [afternoon] День
   *[evening] Вечер
} →
bookings-slots-all = Все часы
bookings-time-none-fits = На желаемое время ничего нет, но в этот день ещё свободно:
# $why — day-off, off-hours, too-soon, taken; $whose — any (все мастера), chosen (тот, кого выбрали)
bookings-time-not-free = { $when } — { $why ->
    [day-off] { $whose ->
        [chosen] к сожалению, в этот день у мастера выходной
       *[any] к сожалению, в этот день не работаем
    }
    [off-hours] на это время не записываем
    [too-soon] к сожалению, записать уже не успеем
   *[taken] к сожалению, уже занято
}.
bookings-time-past = Это время уже прошло.
bookings-ask-near = Ближайшее свободное время:
bookings-near-label = { $when }
bookings-same-time = { $time }, { $master }
bookings-slot-lost = Кто-то только что успел раньше — это время уже занято.
bookings-other-day = Другой день
bookings-other-time = Другое время
bookings-page-back = ← Назад
bookings-page-more = Ещё →

# Подтверждение и запись
bookings-confirm = { $service }, { $master }
    { $when }–{ $until } ({ $minutes } мин)
    { $price }
# $minutes — сколько минут держим время
bookings-confirm-hold = Держу это время для вас { $minutes } { $minutes ->
    [one] минуту
    [few] минуты
   *[other] минут
}. Записываем?
bookings-done = Записали! № { $number }
    { $service }, { $master }
    { $when }–{ $until } · { $price }
    Ждём вас.
bookings-done-pending = Заявка № { $number } принята
    { $service }, { $master }
    { $when }–{ $until } · { $price }
    Администратор подтвердит, и я сразу напишу.
bookings-not-booked = Хорошо, не записываю. Захотите — я здесь.

# Мои записи
bookings-none = Предстоящих записей у вас нет.
bookings-list = Ваши записи:
bookings-list-label = { $when } · { $service }
bookings-card = № { $number } · { $state ->
    [held] время держим
    [pending] ждёт подтверждения
    [confirmed] подтверждено
    [done] состоялась
    [no_show] вы не пришли
    [cancelled] отменено
    [declined] отклонено
   *[expired] не подтверждено вовремя
}
    { $service }, { $master }
    { $when }–{ $until } · { $price }
bookings-card-proposed = Предлагают другое время: { $when }
bookings-cancel-sure = Отменить запись? { $service }, { $when }
bookings-cancelled = Запись № { $number } отменена. До встречи в другой раз!
bookings-kept = Хорошо, всё остаётся как было.
bookings-agreed = Договорились!
bookings-moved = Перенесли! № { $number }
    { $service }, { $master }
    { $when }–{ $until } · { $price }
bookings-moved-pending = Перенесли, № { $number }. Ждём подтверждения:
    { $service }, { $master }
    { $when }–{ $until } · { $price }

# Клиенту о том, что сделал персонал
bookings-told-booked = Вы записаны, № { $number }: { $service }, { $master }, { $when }. Ждём вас!
bookings-told-confirmed = Ваша запись № { $number } подтверждена: { $service }, { $master }, { $when }. Ждём вас!
bookings-told-declined = К сожалению, запись № { $number } принять не можем: { $service }, { $when }.
bookings-told-cancelled = К сожалению, ваша запись № { $number } отменена: { $service }, { $when }. Извините за неудобство.
bookings-told-moved = Ваша запись № { $number } перенесена. Теперь: { $service }, { $master }, { $when }.
bookings-told-expired = Запись № { $number } не успели подтвердить: { $service }, { $when }. Извините! Выберите, пожалуйста, другое время.
# $proposed — время, которое предлагают
bookings-told-proposed = По записи № { $number } ({ $service }, { $when }): подойдёт ли вам { $proposed }?
# $reason — слова персонала
bookings-told-reason = Причина: { $reason }

# Кнопки
bookings-button-confirm = Записать
bookings-button-not-now = Не надо
bookings-button-book = Записаться
bookings-button-book-again = Записаться ещё
bookings-button-ask = Задать вопрос
bookings-button-mine = Мои записи
bookings-button-see = Моя запись
bookings-button-move = Перенести
bookings-button-move-instead = Лучше перенести
bookings-button-cancel = Отменить
bookings-button-cancel-yes = Да, отменить
bookings-button-keep = Оставить как есть
bookings-button-agree = Да, подходит
bookings-button-other-time = Другое время
bookings-button-accept = Принять
bookings-button-decline = Отклонить
bookings-button-propose = Предложить время
bookings-button-write = Написать
bookings-button-open = Открыть
bookings-button-today = Сегодня
bookings-button-done = Состоялась
bookings-button-no-show = Не пришли
bookings-button-paid = Оплачено
bookings-button-back = ← Назад
bookings-button-book-for = Записать клиента
bookings-button-no-reason = Без причины
bookings-button-full-price = { $price }
# $name — как его назвал администратор
bookings-button-new-person = Новый: { $name }
bookings-button-no-name = Без имени

# Персонал: карточка, уведомления, списки
# $by — nobody / somebody; $who — кто из персонала решил; пусто, если никто
bookings-staff-title = { $state ->
    [held] Держат время
    [pending] Новая запись, ждёт вашего слова
    [confirmed] { $by ->
        [nobody] Новая запись
       *[other] Подтверждено · { $who }
    }
    [done] Состоялась
    [no_show] Не пришли
    [cancelled] Отменено{ $by ->
        [nobody] {""}
       *[other] {" · "}{ $who }
    }
    [declined] Отклонено · { $who }
   *[expired] Не подтверждено вовремя
} · № { $number }
bookings-staff-what = { $service }, { $master }
    { $when }–{ $until } · { $price }
# $channel — telegram, viber, web, api, counter
bookings-staff-customer = { $customer } · { $channel ->
    [telegram] Telegram
    [viber] Viber
    [web] чат на сайте
    [counter] записал персонал
    [api] приложение
   *[other] { $channel }
}
bookings-staff-comment = Примечание: { $comment }
# $paid — сумма
bookings-staff-paid = Оплачено: { $paid }
bookings-news-moved = Запись перенесена, № { $number }: { $customer }, { $service }, теперь { $when }
bookings-news-cancelled = Запись отменена, № { $number }: { $customer }, { $service }, { $when }
bookings-news-customer-moved = Запись перенесена клиентом, № { $number }: { $customer }, { $service }, теперь { $when }, { $master }
bookings-news-customer-cancelled = Запись отменена клиентом, № { $number }: { $customer }, { $service }, { $when }, { $master }
bookings-news-proposal-declined = Другое время не подошло, № { $number }: { $customer } остаётся на { $when }
bookings-news-expired = Запись № { $number } никто не подтвердил: { $customer }, { $service }, { $when }
bookings-news-handed-over = Запись № { $number } передана другому мастеру: { $customer }, { $service }, { $when }
# $count — сколько записей
bookings-staff-day = { $day }: { $count ->
    [0] записей нет
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
bookings-staff-label = { $time } { $customer } · { $service }
bookings-day-before = ← { $day }
bookings-day-after = { $day } →
bookings-ask-decline-reason = Почему отклоняем № { $number } ({ $when })? Клиент прочитает причину. Выберите или напишите:
bookings-ask-cancel-reason = Почему отменяем № { $number } ({ $when })? Клиент прочитает причину. Выберите или напишите:
bookings-reason-master-ill = Мастер заболел
bookings-reason-no-time = Это время уже занято
bookings-reason-closed = В этот день не работаем
# $most — наибольшая длина
bookings-reason-too-long = Слишком длинная причина: до { $most } символов, пожалуйста.
bookings-proposed = Спросил клиента. Ответ придёт сюда.
bookings-moved-told = Перенесено.
bookings-ask-paid = Сколько оплачено за № { $number } ({ $service })? Нажмите или напишите сумму.
bookings-ask-who = Кого записать? Напишите имя или телефон.
# $count — сколько найдено
bookings-ask-which = { $count ->
    [0] Такого клиента ещё нет.
   *[other] Вот кого нашёл. Кто из них?
}
# $phone — телефон или пусто
bookings-person-label = { $name } { $phone }
bookings-sure-for = { $customer }: { $service }, { $master }, { $when }. Записываем?
bookings-booked-for = Записал, № { $number }: { $customer }, { $service }, { $when }
bookings-today-title = { $day }: { $count ->
    [0] записей нет
    [one] { $count } запись
    [few] { $count } записи
   *[other] { $count } записей
}
bookings-today-master = — { $master }
bookings-today-line = { $time }–{ $until } { $customer } · { $service }{ $state ->
    [pending] {" "}(ждёт)
    [done] {" "}✓
    [no_show] {" "}(не пришли)
   *[confirmed] {""}
}
bookings-today-nobody = Никого нет
# $from, $to — часы
bookings-today-window = { $from }–{ $to }
# $windows — свободные промежутки
bookings-today-free = Свободно: { $windows }
