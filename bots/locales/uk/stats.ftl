# Статистика для персоналу.
# Спільні змінні: $now — значення за період, $before — за попередній, $change — зміна словами, $percent — на скільки відсотків,
# $days — період, $name — назва частини
command-stats = статистика: виручка, замовлення, візити

stats-heading = 📊 { $days }
    порівняно з: { $before }
# $day — день
stats-day = { $day }
# $day — день, $time — година
stats-day-until = { $day } до { $time }
# $from, $to — дати
stats-days = { $from } – { $to }
stats-revenue = Виручка: { $now } { $change }
stats-orders = Замовлення: { $now } { $change }
stats-average = Середнє замовлення: { $now } { $change }
stats-visits = Візити: { $now } { $change }
stats-new-customers = Нові клієнти: { $now } { $change }
stats-first-answer = Перша відповідь на запитання: { $now } { $change }
stats-first-answer-none = Перша відповідь на запитання: запитань не було
stats-refunds = Повернення: { $now } { $change }
stats-change-up = ▲ { $percent } % (було { $before })
stats-change-down = ▼ { $percent } % (було { $before })
stats-change-up-a-little = ▲ трохи (було { $before })
stats-change-down-a-little = ▼ трохи (було { $before })
stats-change-same = (як і раніше)
stats-change-first = ▲ (раніше не було)
# $seconds, $minutes, $hours — скільки
stats-seconds = { $seconds } с
stats-minutes = { $minutes } хв
stats-hours = { $hours } год { $minutes } хв

# $place — місце в списку
stats-part = { $place }. { $name } — { $now } { $change }
stats-name = { $name }
stats-best-hour = Найжвавіша година — { $name }: { $now }
stats-best-day = Найкращий день — { $name }: { $now }
stats-best-week = Найкращий тиждень — від { $name }: { $now }
stats-best-month = Найкращий місяць — { $name }: { $now }

stats-title-up = Виручка зросла на { $percent } %: { $now }
stats-title-down = Виручка зменшилася на { $percent } %: { $now }
stats-title-same = Виручка майже така сама: { $now }
stats-title-first = Виручка { $now }, раніше її не було
stats-title-none = Продажів за цей період немає
stats-subtitle = { $days } проти { $before }
stats-now = Цей період
stats-before = Попередній
stats-no-data = Поки що немає що показати

# $label — напис
stats-chosen = ✓ { $label }
stats-other = { $label }
stats-today = Сьогодні
stats-week = Тиждень
stats-month = Місяць
stats-by-time = За часом
stats-by-category = Категорії
stats-by-product = Товари
stats-by-source = Джерела
stats-by-channel = Канали
stats-by-staff = Працівники

stats-category-services = Послуги
stats-category-none = Без категорії
stats-product-none = Без назви
stats-source-unknown = Невідомо звідки
stats-source-referral = Порадили друзі
stats-source-walk-in = Зайшли з вулиці
stats-source-instagram = Instagram
stats-source-facebook = Facebook
stats-source-google = Google
stats-channel-telegram = Telegram
stats-channel-viber = Viber
stats-channel-web = Чат на сайті
stats-channel-counter = У магазині
stats-channel-api = Застосунок
stats-staff-none = Без працівника
