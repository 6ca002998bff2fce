'use strict'

// Invoices that neither package wrote: the fields are the encoder's of another
// program, signed with the key of BOLT 11's examples. The first is such an example.
module.exports = {
  plain:
    'lnbc1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwz' +
    'qfqqqsyqcyq5rqwzqfqypqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrsgq357wnc' +
    '5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp9l' +
    'fyql',
  full:
    'lnbcrt2500u1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqhp5yg3zyg3zyg3zyg3zyg3zyg3' +
    'zyg3zyg3zyg3zyg3zyg3zyg3zyg3qcqpvxqzpufpp3xycnzvf3xycnzvf3xycnzvf3xycnzvf3fppqxgeryv3jxgeryv3jxgeryv' +
    '3jxgeryv3jr9yqtrqglu5g8kh6mfsg4qxa9wq0nv9cauwfwxw70984wkqnw2uwz0w2qgzqvzq2ps8pqqqqqqpqqqqq9qqqvp0jvy' +
    '2qxf93scsfy6ylp0cn4fzndf3epzcxmuekzrqrugnhnsrd70llllllllllllllllllllllllllllsrzjqtrqglu5g8kh6mfsg4qx' +
    'a9wq0nv9cauwfwxw70984wkqnw2uwz0w2qqqqqqqqqqqqyqqqqqzqqqqqqcqqsnp4q0n326hr8v9zprg8gsvezcch06gfaqqhde2' +
    'aj730yg0durunfhv66sp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q2gqqqqqysgq8g0q4e2k6sne2f' +
    'jqslrsem40sf594wnk4am5wtnql3tkh0g7sz68zgqwksnm55e9vs0dkwm5z8l42vvnp74wp99xj4nn09ycqv336sqpu9jtce',
  metadata:
    'lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdqz0qmq8q8a04uqsp5zyg3zyg3zyg3zyg' +
    '3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9qrsgqpex8ccjlk8qtqc8hqcpxeezwk9xlqvcmv0sdjzc28ly42npsxdunv35v6' +
    '4antvpt6xy8s8rxge5nls6grv5j8scrsplesxd87ml796cq03le04',
  signet:
    'lntbs1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3z' +
    'yg3zyg3zyg3zyg3zyg3zygsdqz0q9qrsgql8dnvw4xad3023cpv6z6fs4yj73ts04kgqs0wd9d2nmlst6pys2naquyzlcnlg4hxu' +
    'e3zkhjvjafzp9klectrhwmj78ejdfftuxnv5sqhta44t',
  badSignature:
    'lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy' +
    'g3zyg3zyg3zyg3zyg3zygsdqz0q9qrsgqnp4q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66qyqszqgpqyq' +
    'szqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgq6y630d',
  twice:
    'lnbc1pj48ugqpp5xvenxvenxvenxvenxvenxvenxvenxvenxvenxvenxvenxvenxvespp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwz' +
    'qfqqqsyqcyq5rqwzqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygsdqz0q9qypsgqmrpu6capyz9' +
    '0n00r89666dcql5a97nqsvrl75euzmtrvjsn27g3pa54fp9l3yer820m3l3zjtq7z9txtc7mnnhkkcjnnm7k90e7uuwsqfmhvs8'
}
