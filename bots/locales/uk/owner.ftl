# Те, чим опікується власник: налаштування, ключі API, журнал

command-settings = налаштування закладу
command-keys = ключі API
command-audit = хто що зробив

owner-settings-saved = Збережено ✓ Запрацює за кілька секунд.
# $business
owner-settings = Налаштування «{ $business }»
# $state — on або off
owner-settings-confirm = { $state ->
    [on] Записи підтверджує менеджер
   *[off] Записи підтверджуються одразу
}
owner-settings-shop = { $state ->
    [on] Магазин увімкнено
   *[off] Магазин вимкнено
}
owner-settings-bookings = { $state ->
    [on] Запис на послуги увімкнено
   *[off] Запис на послуги вимкнено
}
owner-button-confirm = { $state ->
    [on] Підтверджувати записи одразу
   *[off] Підтверджувати записи менеджером
}
owner-button-shop = { $state ->
    [on] Вимкнути магазин
   *[off] Увімкнути магазин
}
owner-button-bookings = { $state ->
    [on] Вимкнути запис
   *[off] Увімкнути запис
}
# $minutes — хвилини
owner-settings-answer_within = На запитання відповідаємо за { $minutes } хв у робочий час
owner-settings-notice_minutes = Записатися можна щонайменше за { $minutes } хв
owner-settings-slot_step = Записи починаються кожні { $minutes } хв
owner-button-minutes = { $minutes } хв
owner-button-answer_within = Час на відповідь
owner-button-notice_minutes = Запис щонайменше за…
owner-button-slot_step = Крок запису
owner-button-back = ← Назад
# $minutes — скільки зараз, $least і $most — межі
owner-ask-answer_within = За скільки хвилин відповідаєте на запитання? Зараз { $minutes }. Напишіть число від { $least } до { $most }.
owner-ask-notice_minutes = За скільки хвилин до початку ще можна записатися? Зараз { $minutes }. Напишіть число від { $least } до { $most }.
owner-ask-slot_step = Через скільки хвилин пропонувати час початку? Зараз { $minutes }. Напишіть число від { $least } до { $most }.
owner-minutes-unclear = Потрібне ціле число хвилин від { $least } до { $most }.
owner-settings-hours = Години роботи:
owner-settings-no-hours = Години роботи ще не вказано.
# $first, $last, $day — дні тижня, $times — години
owner-hours-day = { $day }: { $times }
owner-hours-days = { $first }–{ $last }: { $times }
# $day — день тижня, 1 — понеділок
owner-weekday = { $day ->
    [1] пн
    [2] вт
    [3] ср
    [4] чт
    [5] пт
    [6] сб
   *[7] нд
}

# $count — скільки ключів
owner-keys = { $count ->
    [0] Ключів API ще немає.
    [one] { $count } ключ API:
    [few] { $count } ключі API:
   *[other] { $count } ключів API:
}
# $name — назва, $begins — початок id, $scopes — права, $used — коли востаннє
owner-key = • { $name } ({ $begins }) — { $scopes }. Востаннє: { $used }
owner-key-unused = ще ніколи
owner-keys-new = Новий ключ створює POST /v1/api-keys: його видно лише раз, там, а не в чаті.
owner-button-revoke = Відкликати: { $name }
owner-revoke-sure = Відкликати ключ «{ $name }» ({ $begins })? Те, що ним користується, перестане працювати.
owner-button-keep = Лишити
owner-key-revoked = Ключ «{ $name }» відкликано. Він перестане діяти за кілька секунд.
owner-button-refresh = Оновити

owner-audit = Журнал, найновіше згори:
owner-audit-none = У журналі більше нічого немає.
# $when — коли, $who — хто, $what — що
owner-audit-line = { $when } · { $who } · { $what }
owner-button-newest = ← Найновіше
owner-button-older = Раніше →
owner-who-former = колишній працівник
owner-who-key = ключ «{ $name }»
owner-who-customer = клієнт
owner-who-system = система
# $action — що зроблено, $code — те саме, як записано, $command — у чому відмовлено
owner-action = { $action ->
    [accounts-register] зареєстровано заклад
    [bookings-accept] підтверджено запис
    [bookings-cancel] скасовано запис
    [bookings-create] створено запис
    [bookings-decline] відхилено запис
    [bookings-done] запис виконано
    [bookings-move] перенесено запис
    [bookings-no-show] клієнт не прийшов
    [bookings-paid] запис оплачено
    [bookings-propose] запропоновано інший час
    [catalog-add] додано товар
    [catalog-change] змінено товар
    [catalog-stock-count] перелічено залишок
    [catalog-stock-receipt] прийнято товар
    [channels-add] підключено канал
    [channels-remove] відключено канал
    [customers-keep-apart] картки клієнтів лишено окремо
    [customers-merge] об’єднано картки клієнта
    [customers-note] додано нотатку про клієнта
    [customers-same] підтверджено, що це один клієнт
    [customers-update] змінено картку клієнта
    [dead-letters-replay] повторено необроблене повідомлення
    [denied] відмовлено в доступі: { $command }
    [keys-create] створено ключ API
    [keys-revoke] відкликано ключ API
    [orders-accept] прийнято замовлення
    [orders-cancel] скасовано замовлення
    [orders-change-line] змінено товар у замовленні
    [orders-counter-sale] продано в магазині
    [orders-decline] відхилено замовлення
    [orders-deliver] замовлення вручено
    [orders-pay] замовлення оплачено
    [orders-return] оформлено повернення
    [orders-send] замовлення відправлено
    [requests-close] закрито запитання
    [requests-take] взято запитання
    [requests-write] написано клієнтові
    [services-save] збережено послугу
    [settings-change] змінено налаштування
    [staff-hours] змінено графік майстра
    [staff-names] змінено ім’я майстра
    [staff-time-off] змінено вихідні майстра
    [team-invite] запрошено в команду
    [team-join] приєднання до команди
    [team-leave] вихід із команди
    [team-remove] прибрано з команди
   *[other] { $code }
}
