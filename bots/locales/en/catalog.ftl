# The catalogue: what is sold.
command-catalog = what we have
command-stock = goods received and counted
# $page — the page's number, $pages — how many there are
catalog-page-before = ← { $page } / { $pages }
catalog-page-after = { $page } / { $pages } →
catalog-categories = What are you looking for? Choose a section or just write, for example “red dress M”.
catalog-empty = The catalogue is empty for now. Write what you are looking for and we will help.
# $query — the person's words
catalog-nothing-found = Nothing was found for “{ $query }”. Here is what we have:
# $category — the section's name, $count — how many products
catalog-category = { $category }: { $count ->
    [one] { $count } product
   *[other] { $count } products
}
# $query — the person's words, $count — how many were found
catalog-found = “{ $query }”: { $count ->
    [one] { $count } product
   *[other] { $count } products
}
# $product — its name, $price — its price, $left — yes or no
catalog-button-product-line = { $product } — { $price }{ $left ->
    [no] {" "}· sold out
   *[other] {""}
}
# $product — its name, $price — its price
catalog-product = { $product } — { $price }
catalog-brand = Brand: { $brand }
catalog-about = { $about }
# $left — how many are left
catalog-left = { $left ->
    [one] Only { $left } left.
   *[other] { $left } in stock.
}
catalog-none-left = Sold out for now. I can write to you when it is back.
# $size — the size; stands right after the name
catalog-size = , { $size }
# $size — the size, $left — how many are left
catalog-button-size = { $size } — { $left } left
catalog-button-size-gone = { $size } — tell me when back
catalog-button-add = Add to cart
catalog-button-wish = Tell me when it is back
catalog-button-category = { $category } ({ $count })
catalog-button-back = ← { $category }
catalog-button-categories = All sections
catalog-button-open = Catalogue
catalog-button-product = Have a look
catalog-button-ask = Ask
# $count — how many pieces are in the cart
catalog-button-cart = Cart ({ $count })
# $product — its name, $size — the size with a comma before it, $quantity — how many are in the cart now
catalog-added = Added: { $product }{ $size } × { $quantity }
# $count — how many pieces, $total — the sum
catalog-cart-total = Your cart: { $count ->
    [one] { $count } item
   *[other] { $count } items
}, { $total }.
catalog-wish-kept = Noted. I will write as soon as it is back.
# $product — its name, $size — the size with a comma before it, $price — its price
catalog-arrived = Back in stock: { $product }{ $size } — { $price }. You asked us to tell you.
catalog-stock-what = Which product? Write its article or its name.
catalog-button-stock-product = { $product }
catalog-stock-size = { $product }: which size?
# $product — its name, $size — the size with a comma before it, $left — free now
catalog-stock-quantity = { $product }{ $size }: { $left } free. Write “+5” if five came in, or “=12” if there are twelve on the shelf.
catalog-stock-unclear = Write “+5” (came in) or “=12” (counted).
# $left — free now
catalog-stock-done = Noted. Free now: { $left }.
catalog-button-stock-more = Another product
