# Статистика для персонала.
# Общие переменные: $now — значение за период, $before — за предыдущий, $change — изменение словами, $percent — на сколько процентов,
# $days — период, $name — название части
command-stats = статистика: выручка, заказы, визиты

stats-heading = 📊 { $days }
    в сравнении с: { $before }
# $day — день
stats-day = { $day }
# $day — день, $time — время
stats-day-until = { $day } до { $time }
# $from, $to — даты
stats-days = { $from } – { $to }
stats-revenue = Выручка: { $now } { $change }
stats-orders = Заказы: { $now } { $change }
stats-average = Средний заказ: { $now } { $change }
stats-visits = Визиты: { $now } { $change }
stats-new-customers = Новые клиенты: { $now } { $change }
stats-first-answer = Первый ответ на вопрос: { $now } { $change }
stats-first-answer-none = Первый ответ на вопрос: вопросов не было
stats-handling = Вопрос решён за: { $now } { $change }
stats-bot-share = Бот справился сам: { $now } { $change }
stats-refunds = Возвраты: { $now } { $change }
stats-change-up = ▲ { $percent } % (было { $before })
stats-change-down = ▼ { $percent } % (было { $before })
stats-change-up-a-little = ▲ немного (было { $before })
stats-change-down-a-little = ▼ немного (было { $before })
stats-change-same = (как и раньше)
stats-change-first = ▲ (раньше не было)
# $seconds, $minutes, $hours — сколько
stats-seconds = { $seconds } с
stats-minutes = { $minutes } мин
stats-hours = { $hours } ч { $minutes } мин

# $place — место в списке
stats-part = { $place }. { $name } — { $now } { $change }
stats-name = { $name }
stats-best-hour = Самый оживленный час — { $name }: { $now }
stats-best-day = Лучший день — { $name }: { $now }
stats-best-week = Лучшая неделя — с { $name }: { $now }
stats-best-month = Лучший месяц — { $name }: { $now }

stats-title-up = Выручка выросла на { $percent } %: { $now }
stats-title-down = Выручка снизилась на { $percent } %: { $now }
stats-title-same = Выручка почти та же: { $now }
stats-title-first = Выручка { $now }, раньше ее не было
stats-title-none = Продаж за этот период нет
stats-subtitle = { $days } против { $before }
stats-now = Этот период
stats-before = Предыдущий
stats-no-data = Пока нечего показать

# $label — надпись
stats-chosen = ✓ { $label }
stats-other = { $label }
stats-today = Сегодня
stats-week = Неделя
stats-month = Месяц
stats-by-time = По времени
stats-by-category = Категории
stats-by-product = Товары
stats-by-source = Источники
stats-by-channel = Каналы
stats-by-staff = Сотрудники
stats-by-operations = Работа с людьми

# $requests — сколько вопросов, $answered — на сколько из них ответили
stats-requests = Вопросы: { $requests }, ответили: { $answered }
# $orders, $bookings — сколько
stats-handled = Обработано заказов: { $orders }, записей: { $bookings }
# $paid, $free — сколько сообщений
stats-viber = Viber: платных сообщений { $paid }, бесплатных { $free }
stats-buckets = Покупают ли после ответа:
# $wait — сколько ждали, $requests — сколько вопросов, $converted — сколько людей купили, $conversion — их доля
stats-bucket = { $wait } — { $conversion } ({ $converted } из { $requests })
stats-bucket-to-5 = до 5 мин
stats-bucket-to-15 = 5–15 мин
stats-bucket-to-60 = 15–60 мин
stats-bucket-to-240 = 1–4 ч
stats-bucket-later = больше 4 ч
stats-bucket-none = без ответа
stats-percent = { $percent } %
stats-unit-percent = %
stats-title-buckets = Чаще всего покупают, когда ждут { $wait }: { $conversion }
stats-title-buckets-none = После ответа ещё никто не купил
stats-subtitle-buckets = По времени до первого ответа, { $days }
stats-no-requests = Вопросов не было

stats-category-services = Услуги
stats-category-none = Без категории
stats-product-none = Без названия
stats-source-unknown = Неизвестно откуда
stats-source-referral = Посоветовали друзья
stats-source-walk-in = Зашли с улицы
stats-source-instagram = Instagram
stats-source-facebook = Facebook
stats-source-google = Google
stats-channel-telegram = Telegram
stats-channel-viber = Viber
stats-channel-web = Чат на сайте
stats-channel-counter = В магазине
stats-channel-api = Приложение
stats-staff-none = Без сотрудника
