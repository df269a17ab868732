# Корзина и заказы.
command-cart = ваша корзина
command-orders = заказы
command-sale = продажа в магазине
# Строка заказа. $product — название, $size — размер с запятой впереди, $quantity — сколько, $price — цена одного, $amount — сумма
orders-line = • { $product }{ $size } — { $quantity } × { $price } = { $amount }
# $count — сколько строк не показано
orders-more-lines = … и ещё { $count ->
    [one] { $count } строка
    [few] { $count } строки
    [many] { $count } строк
   *[other] { $count } строки
}
orders-discount = Скидка: { $discount }
# $total — сумма, $paid — yes или no
orders-total = Итого: { $total }{ $paid ->
    [yes] {" "}· оплачено
   *[no] {""}
}
# $method — способ, $address — адрес или отделение, либо пусто
orders-delivery = Доставка: { $method ->
    [pickup] самовывоз
    [courier] курьер
   *[nova-poshta] Новая почта
}{ $address }
orders-delivery-to = , { $address }
orders-comment = Комментарий: { $comment }
orders-reason = Причина: { $reason }
orders-tracking = Номер посылки: { $tracking }

orders-cart-empty = Корзина пуста. Посмотрим, что есть?
orders-cart-title = Ваша корзина:
# $left — сколько осталось, $short — yes, если меньше, чем в корзине; остальное как в orders-line
orders-cart-line = • { $product }{ $size } — { $quantity } × { $price } = { $amount }{ $short ->
    [yes] {" "}(осталось { $left })
   *[no] {""}
}
orders-cart-total = Итого: { $total }
orders-cart-line-gone = Этого уже нет в корзине.
orders-cart-quantity = { $product }{ $size }: { $quantity } шт, { $amount }. Свободно { $left } шт. Можно написать количество числом.
orders-button-line = { $product }{ $size } × { $quantity }
orders-button-less = − 1
orders-button-more = + 1
orders-button-remove = Убрать
orders-button-clear = Очистить корзину
orders-button-cart = Корзина
orders-button-back-to-cart = ← К корзине
orders-button-back = ← Назад
orders-button-checkout = Оформить заказ

orders-ask-delivery = Как вам удобно получить?
orders-button-delivery = { $method ->
    [pickup] Самовывоз
    [courier] Курьер
   *[nova-poshta] Новая почта
}
# Слова, которыми называют способ доставки
orders-delivery-words = { $method ->
    [pickup] самовивіз забрати заберу магазин самовывоз забрать заберу pickup collect myself
    [courier] курєр кур’єр курьер додому домой courier door
   *[nova-poshta] нова новою пошта поштою відділення поштомат новая новой почта почтой отделение почтомат nova poshta post branch
}
# $method — способ
orders-ask-address = { $method ->
    [nova-poshta] Напишите город, номер отделения, имя и телефон получателя.
   *[courier] Напишите адрес, имя и телефон для курьера.
}
orders-address-unclear = Напишите адрес полностью, от 5 до 500 символов.
orders-ask-comment = Есть пожелания к заказу? Напишите или пропустите.
orders-button-no-comment = Без комментария
# $most — наибольшая длина
orders-comment-too-long = Слишком длинно: до { $most } символов, пожалуйста.
orders-confirm-title = Проверьте заказ:
orders-confirm-total = К оплате: { $total }
orders-button-place = Подтвердить
# $number — номер, $total — сумма
orders-placed = Спасибо! Заказ № { $number } на { $total } оформлен.
orders-placed-next = Менеджер подтвердит его и напишет сюда. Товар уже отложен для вас.

orders-short-title = К сожалению, кто-то успел раньше:
# $left — сколько осталось; остальное как в orders-line
orders-short-line = • { $product }{ $size }: нужно { $quantity }, осталось { $left }
orders-button-take-rest = Взять, что осталось
orders-button-without = Заказать остальное без этого
orders-button-tell-me = Сообщить, когда появится

orders-none = Заказов ещё нет.
# $count — сколько всего
orders-list = Ваши заказы ({ $count }):
# $number — номер, $state — состояние, $total — сумма, $kind — chat, counter, app
orders-button-order = { $kind ->
    [chat] № { $number } · { $state ->
        [placed] новый
        [accepted] принят
        [sent] в пути
        [delivered] получен
        [declined] отклонён
        [cancelled] отменён
        [expired] не подтверждён вовремя
       *[returned] возвращён
    } · { $total }
    [counter] № { $number } · в магазине · { $total }
   *[app] Покупка · { $total }
}
# $number — номер, $when — когда, $state — состояние
orders-own-title = Заказ № { $number } от { $when } — { $state ->
    [placed] новый
    [accepted] принят
    [sent] в пути
    [delivered] получен
    [declined] отклонён
    [cancelled] отменён
    [expired] не подтверждён вовремя
   *[returned] возвращён
}
orders-button-list = Мои заказы
orders-button-show = Заказ № { $number }
orders-button-cancel = Отменить № { $number }
orders-button-repeat = Повторить
orders-ask-cancel = Отменить заказ № { $number } на { $total }?
orders-button-yes-cancel = Да, отменить
orders-button-keep = Нет, оставить
orders-cancelled = Заказ № { $number } отменён. Товар снова свободен.
# $added — сколько штук добавлено, $missing — сколько нет
orders-repeated = Добавлено в корзину: { $added } шт.{ $missing ->
    [0] {""}
   *[other] {" "}Нет в наличии: { $missing } шт.
}
orders-repeat-nothing = Из того заказа сейчас ничего нет в наличии.

# Что слышит человек. $number — номер, $total — сумма
orders-told-placed = Для вас оформлен заказ № { $number } на { $total }.
orders-told-accepted = Заказ № { $number } принят — готовим.
orders-told-declined = К сожалению, мы не можем выполнить заказ № { $number }.
orders-told-sent = Заказ № { $number } уже в пути.
orders-told-delivered = Заказ № { $number } получен. Спасибо, что выбрали нас!
orders-told-paid = Оплата за заказ № { $number } получена: { $total }. Спасибо!
orders-told-cancelled = Заказ № { $number } отменён.
orders-told-expired = Заказ № { $number } не подтвердили вовремя, и он отменился. Извините! Можно заказать ещё раз.
orders-told-returned = Возврат по заказу № { $number } оформлен.
orders-told-changed = Заказ № { $number } изменён. Теперь к оплате { $total }.

# Сотрудникам. $number — номер, $state — состояние, $when — когда
orders-staff-title = Заказ № { $number } · { $state ->
    [placed] новый
    [accepted] принят
    [sent] в пути
    [delivered] получен
    [declined] отклонён
    [cancelled] отменён
    [expired] не подтверждён вовремя
   *[returned] возвращён
} · { $when }
# $who — кто взял
orders-staff-who = Ведёт: { $who }
orders-staff-customer = Клиент: { $customer }
orders-customer-unnamed = без имени
orders-staff-none = Открытых заказов нет.
orders-staff-open = Открытые заказы ({ $count }):
orders-staff-all = Все заказы ({ $count }):
orders-button-open = Открытые
orders-button-every = Все
orders-button-all = Заказы
orders-button-accept = Принять № { $number }
orders-button-decline = Отклонить № { $number }
orders-button-sent = Отправлено
orders-button-delivered = Выдано
orders-button-paid = Оплачено
orders-button-change = Изменить
orders-button-return = Возврат
orders-button-write = Написать клиенту
orders-alert-cancelled = Клиент отменил заказ № { $number } на { $total }.
orders-ask-reason = Почему отклоняем № { $number }? Клиент увидит эти слова.
orders-button-no-reason = Без пояснения
orders-ask-tracking = № { $number }: напишите номер посылки.
orders-button-no-tracking = Без номера
orders-tracking-unclear = Номер посылки — это буквы и цифры, от 4 до 40 знаков.
orders-ask-line = № { $number }: что меняем?
orders-ask-quantity = { $product }{ $size }: сейчас { $quantity }. Сколько должно быть?
orders-sure-paid = № { $number }: деньги получены, { $total }?
orders-sure-cancel = Отменить № { $number } на { $total }?
orders-sure-return = Товар по № { $number } вернулся на полку? Оплаченное ({ $total }) станет возвратом средств.
orders-button-sure = Да

orders-button-sale = Продажа в магазине
orders-sale-what = Что продаём? Напишите артикул или название, можно с количеством: «SU-101 x 2».
orders-sale-more = Ещё что-то? Напишите или нажмите «Дальше».
# $words — что написали
orders-sale-not-found = «{ $words }» не нашлось. Попробуйте артикул или другие слова.
orders-sale-size = { $product }: какой размер?
# $size — размер или пусто, $left — сколько свободно
orders-button-sale-size = { $size } · { $left } шт
orders-button-sale-done = Дальше
orders-button-sale-undo = Убрать последнее
orders-sale-customer = Для кого? Напишите телефон или имя клиента.
orders-sale-which-customer = Кто из них?
orders-sale-customer-unknown = Такого клиента не нашлось. Попробуйте иначе или продайте без имени.
orders-button-anonymous = Без клиента
orders-sale-confirm = Проверьте чек:
orders-button-paid-now = Оплачено
# $number — номер, $total — сумма, $when — когда
orders-sale-receipt = Чек № { $number }: { $total }, { $when }. Спасибо за покупку!
