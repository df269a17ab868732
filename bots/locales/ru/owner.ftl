# То, за чем следит владелец: настройки, ключи API, журнал

command-settings = настройки заведения
command-keys = ключи API
command-audit = кто что сделал

owner-settings-saved = Сохранено ✓ Заработает через несколько секунд.
# $business
owner-settings = Настройки «{ $business }»
# $state — on или off
owner-settings-confirm = { $state ->
    [on] Записи подтверждает менеджер
   *[off] Записи подтверждаются сразу
}
owner-settings-shop = { $state ->
    [on] Магазин включён
   *[off] Магазин выключен
}
owner-settings-bookings = { $state ->
    [on] Запись на услуги включена
   *[off] Запись на услуги выключена
}
owner-button-confirm = { $state ->
    [on] Подтверждать записи сразу
   *[off] Подтверждать записи менеджером
}
owner-button-shop = { $state ->
    [on] Выключить магазин
   *[off] Включить магазин
}
owner-button-bookings = { $state ->
    [on] Выключить запись
   *[off] Включить запись
}
# $minutes — минуты
owner-settings-answer_within = На вопросы отвечаем за { $minutes } мин в рабочее время
owner-settings-notice_minutes = Записаться можно не позднее чем за { $minutes } мин
owner-settings-slot_step = Записи начинаются каждые { $minutes } мин
owner-button-minutes = { $minutes } мин
owner-button-answer_within = Время на ответ
owner-button-notice_minutes = Запись не позднее чем за…
owner-button-slot_step = Шаг записи
owner-button-back = ← Назад
# $minutes — сколько сейчас, $least и $most — границы
owner-ask-answer_within = За сколько минут отвечаете на вопросы? Сейчас { $minutes }. Напишите число от { $least } до { $most }.
owner-ask-notice_minutes = За сколько минут до начала ещё можно записаться? Сейчас { $minutes }. Напишите число от { $least } до { $most }.
owner-ask-slot_step = Через сколько минут предлагать время начала? Сейчас { $minutes }. Напишите число от { $least } до { $most }.
owner-minutes-unclear = Нужно целое число минут от { $least } до { $most }.
owner-settings-hours = Часы работы:
owner-settings-no-hours = Часы работы ещё не указаны.
# $first, $last, $day — дни недели, $times — часы
owner-hours-day = { $day }: { $times }
owner-hours-days = { $first }–{ $last }: { $times }
# $day — день недели, 1 — понедельник
owner-weekday = { $day ->
    [1] пн
    [2] вт
    [3] ср
    [4] чт
    [5] пт
    [6] сб
   *[7] вс
}

# $count — сколько ключей
owner-keys = { $count ->
    [0] Ключей API ещё нет.
    [one] { $count } ключ API:
    [few] { $count } ключа API:
   *[other] { $count } ключей API:
}
# $name — название, $begins — начало id, $scopes — права, $used — когда последний раз
owner-key = • { $name } ({ $begins }) — { $scopes }. Последний раз: { $used }
owner-key-unused = ещё ни разу
owner-keys-new = Новый ключ создаёт POST /v1/api-keys: он виден только раз, там, а не в чате.
owner-button-revoke = Отозвать: { $name }
owner-revoke-sure = Отозвать ключ «{ $name }» ({ $begins })? То, что им пользуется, перестанет работать.
owner-button-keep = Оставить
owner-key-revoked = Ключ «{ $name }» отозван. Он перестанет действовать через несколько секунд.
owner-button-refresh = Обновить

owner-audit = Журнал, самое новое сверху:
owner-audit-none = В журнале больше ничего нет.
# $when — когда, $who — кто, $what — что
owner-audit-line = { $when } · { $who } · { $what }
owner-button-newest = ← Самое новое
owner-button-older = Раньше →
owner-who-former = бывший сотрудник
owner-who-key = ключ «{ $name }»
owner-who-customer = клиент
owner-who-system = система
# $action — что сделано, $code — то же, как записано, $command — в чём отказано
owner-action = { $action ->
    [accounts-register] зарегистрировано заведение
    [bookings-accept] подтверждена запись
    [bookings-cancel] отменена запись
    [bookings-create] создана запись
    [bookings-decline] отклонена запись
    [bookings-done] запись выполнена
    [bookings-move] перенесена запись
    [bookings-no-show] клиент не пришёл
    [bookings-paid] запись оплачена
    [bookings-propose] предложено другое время
    [catalog-add] добавлен товар
    [catalog-change] изменён товар
    [catalog-stock-count] пересчитан остаток
    [catalog-stock-receipt] принят товар
    [channels-add] подключён канал
    [channels-remove] отключён канал
    [customers-keep-apart] карточки клиентов оставлены отдельно
    [customers-merge] объединены карточки клиента
    [customers-note] добавлена заметка о клиенте
    [customers-same] подтверждено, что это один клиент
    [customers-update] изменена карточка клиента
    [dead-letters-replay] повторено необработанное сообщение
    [denied] отказано в доступе: { $command }
    [keys-create] создан ключ API
    [keys-revoke] отозван ключ API
    [orders-accept] принят заказ
    [orders-cancel] отменён заказ
    [orders-change-line] изменён товар в заказе
    [orders-counter-sale] продано в магазине
    [orders-decline] отклонён заказ
    [orders-deliver] заказ вручён
    [orders-pay] заказ оплачен
    [orders-return] оформлен возврат
    [orders-send] заказ отправлен
    [requests-close] закрыт вопрос
    [requests-take] взят вопрос
    [requests-write] написано клиенту
    [services-save] сохранена услуга
    [settings-change] изменены настройки
    [staff-hours] изменён график мастера
    [staff-names] изменено имя мастера
    [staff-time-off] изменены выходные мастера
    [team-invite] приглашение в команду
    [team-join] вступление в команду
    [team-leave] выход из команды
    [team-remove] удаление из команды
   *[other] { $code }
}
