# Кошик і замовлення.
command-cart = ваш кошик
command-orders = замовлення
command-sale = продаж у магазині
# Рядок замовлення. $product — назва, $size — розмір з комою попереду, $quantity — скільки, $price — ціна одного, $amount — сума
orders-line = • { $product }{ $size } — { $quantity } × { $price } = { $amount }
# $count — скільки рядків не показано
orders-more-lines = … і ще { $count ->
    [one] { $count } рядок
    [few] { $count } рядки
    [many] { $count } рядків
   *[other] { $count } рядка
}
orders-discount = Знижка: { $discount }
# $total — сума, $paid — yes або no
orders-total = Разом: { $total }{ $paid ->
    [yes] {" "}· оплачено
   *[no] {""}
}
# $method — спосіб, $address — адреса чи відділення або порожньо
orders-delivery = Доставка: { $method ->
    [pickup] самовивіз
    [courier] кур’єр
   *[nova-poshta] Нова пошта
}{ $address }
orders-delivery-to = , { $address }
orders-comment = Коментар: { $comment }
orders-reason = Причина: { $reason }
orders-tracking = Номер посилки: { $tracking }

orders-cart-empty = Кошик порожній. Подивимося, що є?
orders-cart-title = Ваш кошик:
# $left — скільки лишилося, $short — yes, якщо менше, ніж у кошику; решта як у orders-line
orders-cart-line = • { $product }{ $size } — { $quantity } × { $price } = { $amount }{ $short ->
    [yes] {" "}(лишилося { $left })
   *[no] {""}
}
orders-cart-total = Разом: { $total }
orders-cart-line-gone = Цього вже немає в кошику.
orders-cart-quantity = { $product }{ $size }: { $quantity } шт, { $amount }. Вільно { $left } шт. Можна написати кількість числом.
orders-button-line = { $product }{ $size } × { $quantity }
orders-button-less = − 1
orders-button-more = + 1
orders-button-remove = Прибрати
orders-button-clear = Очистити кошик
orders-button-cart = Кошик
orders-button-back-to-cart = ← До кошика
orders-button-back = ← Назад
orders-button-checkout = Оформити замовлення

orders-ask-delivery = Як вам зручно отримати?
orders-button-delivery = { $method ->
    [pickup] Самовивіз
    [courier] Кур’єр
   *[nova-poshta] Нова пошта
}
# Слова, якими називають спосіб доставки
orders-delivery-words = { $method ->
    [pickup] самовивіз забрати заберу магазин самовывоз забрать заберу pickup collect myself
    [courier] курєр кур’єр курьер додому домой courier door
   *[nova-poshta] нова новою пошта поштою відділення поштомат новая новой почта почтой отделение почтомат nova poshta post branch
}
# $method — спосіб
orders-ask-address = { $method ->
    [nova-poshta] Напишіть місто, номер відділення, ім’я та телефон отримувача.
   *[courier] Напишіть адресу, ім’я та телефон для кур’єра.
}
orders-address-unclear = Напишіть адресу повністю, від 5 до 500 символів.
orders-ask-comment = Є побажання до замовлення? Напишіть або пропустіть.
orders-button-no-comment = Без коментаря
# $most — найбільша довжина
orders-comment-too-long = Задовго: до { $most } символів, будь ласка.
orders-confirm-title = Перевірте замовлення:
orders-confirm-total = До сплати: { $total }
orders-button-place = Підтвердити
# $number — номер, $total — сума
orders-placed = Дякуємо! Замовлення № { $number } на { $total } оформлено.
orders-placed-next = Менеджер підтвердить його й напише сюди. Товар уже відкладено для вас.

orders-short-title = На жаль, хтось був швидший:
# $left — скільки лишилося; решта як у orders-line
orders-short-line = • { $product }{ $size }: потрібно { $quantity }, лишилося { $left }
orders-button-take-rest = Взяти, що лишилося
orders-button-without = Замовити решту без цього
orders-button-tell-me = Повідомити, коли з’явиться

orders-none = Замовлень ще немає.
# $count — скільки всього
orders-list = Ваші замовлення ({ $count }):
# $number — номер, $state — стан, $total — сума, $kind — chat, counter, app
orders-button-order = { $kind ->
    [chat] № { $number } · { $state ->
        [placed] нове
        [accepted] прийнято
        [sent] у дорозі
        [delivered] отримано
        [declined] відхилено
        [cancelled] скасовано
        [expired] не підтверджено вчасно
       *[returned] повернено
    } · { $total }
    [counter] № { $number } · у магазині · { $total }
   *[app] Покупка · { $total }
}
# $number — номер, $when — коли, $state — стан
orders-own-title = Замовлення № { $number } від { $when } — { $state ->
    [placed] нове
    [accepted] прийнято
    [sent] у дорозі
    [delivered] отримано
    [declined] відхилено
    [cancelled] скасовано
    [expired] не підтверджено вчасно
   *[returned] повернено
}
orders-button-list = Мої замовлення
orders-button-show = Замовлення № { $number }
orders-button-cancel = Скасувати № { $number }
orders-button-repeat = Повторити
orders-ask-cancel = Скасувати замовлення № { $number } на { $total }?
orders-button-yes-cancel = Так, скасувати
orders-button-keep = Ні, залишити
orders-cancelled = Замовлення № { $number } скасовано. Товар знову вільний.
# $added — скільки штук додано, $missing — скільки немає
orders-repeated = Додано до кошика: { $added } шт.{ $missing ->
    [0] {""}
   *[other] {" "}Немає в наявності: { $missing } шт.
}
orders-repeat-nothing = З того замовлення зараз нічого немає в наявності.

# Що чує людина. $number — номер, $total — сума
orders-told-placed = Для вас оформлено замовлення № { $number } на { $total }.
orders-told-accepted = Замовлення № { $number } прийнято — готуємо.
orders-told-declined = На жаль, ми не можемо виконати замовлення № { $number }.
orders-told-sent = Замовлення № { $number } вже в дорозі.
orders-told-delivered = Замовлення № { $number } отримано. Дякуємо, що обрали нас!
orders-told-paid = Оплату за замовлення № { $number } отримано: { $total }. Дякуємо!
orders-told-cancelled = Замовлення № { $number } скасовано.
orders-told-expired = Замовлення № { $number } не підтвердили вчасно, і воно скасувалося. Вибачте! Можна замовити ще раз.
orders-told-returned = Повернення за замовленням № { $number } оформлено.
orders-told-changed = Замовлення № { $number } змінено. Тепер до сплати { $total }.

# Працівникам. $number — номер, $state — стан, $when — коли
orders-staff-title = Замовлення № { $number } · { $state ->
    [placed] нове
    [accepted] прийнято
    [sent] у дорозі
    [delivered] отримано
    [declined] відхилено
    [cancelled] скасовано
    [expired] не підтверджено вчасно
   *[returned] повернено
} · { $when }
# $who — хто взяв
orders-staff-who = Веде: { $who }
orders-staff-customer = Клієнт: { $customer }
orders-customer-unnamed = без імені
orders-staff-none = Відкритих замовлень немає.
orders-staff-open = Відкриті замовлення ({ $count }):
orders-staff-all = Усі замовлення ({ $count }):
orders-button-open = Відкриті
orders-button-every = Усі
orders-button-all = Замовлення
orders-button-accept = Прийняти № { $number }
orders-button-decline = Відхилити № { $number }
orders-button-sent = Надіслано
orders-button-delivered = Видано
orders-button-paid = Оплачено
orders-button-change = Змінити
orders-button-return = Повернення
orders-button-write = Написати клієнтові
orders-alert-cancelled = Клієнт скасував замовлення № { $number } на { $total }.
orders-ask-reason = Чому відхиляємо № { $number }? Клієнт побачить ці слова.
orders-button-no-reason = Без пояснення
orders-ask-tracking = № { $number }: напишіть номер посилки.
orders-button-no-tracking = Без номера
orders-tracking-unclear = Номер посилки — це літери й цифри, від 4 до 40 знаків.
orders-ask-line = № { $number }: що змінюємо?
orders-ask-quantity = { $product }{ $size }: зараз { $quantity }. Скільки має бути?
orders-sure-paid = № { $number }: гроші отримано, { $total }?
orders-sure-cancel = Скасувати № { $number } на { $total }?
orders-sure-return = Товар за № { $number } повернувся на полицю? Сплачене ({ $total }) стане поверненням коштів.
orders-button-sure = Так

orders-button-sale = Продаж у магазині
orders-sale-what = Що продаємо? Напишіть артикул або назву, можна з кількістю: «SU-101 x 2».
orders-sale-more = Ще щось? Напишіть або натисніть «Далі».
# $words — що написали
orders-sale-not-found = «{ $words }» не знайшлося. Спробуйте артикул або інші слова.
orders-sale-size = { $product }: який розмір?
# $size — розмір або порожньо, $left — скільки вільно
orders-button-sale-size = { $size } · { $left } шт
orders-button-sale-done = Далі
orders-button-sale-undo = Прибрати останнє
orders-sale-customer = Для кого? Напишіть телефон або ім’я клієнта.
orders-sale-which-customer = Хто з них?
orders-sale-customer-unknown = Такого клієнта не знайшлося. Спробуйте інакше або продайте без імені.
orders-button-anonymous = Без клієнта
orders-sale-confirm = Перевірте чек:
orders-button-paid-now = Оплачено
# $number — номер, $total — сума, $when — коли
orders-sale-receipt = Чек № { $number }: { $total }, { $when }. Дякуємо за покупку!
