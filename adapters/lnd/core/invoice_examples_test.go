package core

// Invoices that were not written by LND: the fields are the encoder's of another
// program, signed with the key of BOLT 11's examples. The first is such an
// example itself. Payment hashes and secrets are those of the examples.
const (
	plainInvoice = "lnbc1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3z" +
		"yg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqy" +
		"pqdpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun" +
		"0dfjkxaq9qrsgq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafk" +
		"q3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlcwspyetp5h2tztugp9l" +
		"fyql"
	fullInvoice = "lnbcrt2500u1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyq" +
		"cyq5rqwzqfqypqhp5yg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3" +
		"zyg3zyg3qmq8q8a04uqcqpvxqzpufpp3xycnzvf3xycnzvf3xycnzvf3xycn" +
		"zvf3r9yqtrqglu5g8kh6mfsg4qxa9wq0nv9cauwfwxw70984wkqnw2uwz0w2" +
		"qgzqvzq2ps8pqqqqqqpqqqqq9qqqvp0jvy2qxf93scsfy6ylp0cn4fzndf3e" +
		"pzcxmuekzrqrugnhnsrd70llllllllllllllllllllllllllllsrzjqtrqgl" +
		"u5g8kh6mfsg4qxa9wq0nv9cauwfwxw70984wkqnw2uwz0w2qqqqqqqqqqqqy" +
		"qqqqqzqqqqqqcqqsnp4q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730y" +
		"g0durunfhv66sp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3z" +
		"yg3zygs9q2gqqqqqysgq02djd5ged3k6fy20y4hmvgwtk45gm74jj492gpwc" +
		"564kkzfh2rg5nykkvjar6jctd868u9pmlgayrvzgadqv9ruurs0m37u88ws5" +
		"zwcqtatxs2"
	ampInvoice = "lntbs1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rq" +
		"wzqfqypqdqqcqzzsxq9z0rgqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3z" +
		"yg3zyg3zyg3zyg3zygs9q8pqqqsgqxd0mll9evug9vzdn4ug27w4np4vplu8" +
		"0nm004pxjyrwc3agedetjyt3s7rhkw8jrxxygke0v6elugt03a5vzf63d9gk" +
		"r2hdq56lwvlgqz2qkf7"
	ampOptionalInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqdqqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg" +
		"3zygs9q8zqqqsgql37jpnk7m9a80hn70mytmqvhc3wa0ttzac87f3kkyvk2h" +
		"ppt69wy94h3usrvmn7pr5snusj6sldj93aqe8qx3wkhxgfqkskky26p53qqm" +
		"xnx6a"
	taprootInvoice = "lntb10p1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5" +
		"rqwzqfqypqdqz0qfp4pg9q5zs2pg9q5zs2pg9q5zs2pg9q5zs2pg9q5zs2pg" +
		"9q5zs2pg9qssp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"g3zygs9qrsgq0xmn09zk5sanqk7xx6kcty4mj40q4j400qexkz0dj3vs3j0t" +
		"tfdz8nzpvwuauctgxueffvtv2nkt36zhp9jdyhdpydrcf0vpkwstnmcp6jam" +
		"7l"
	noSecretInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqdqz0qussualryx906saepc5htkppdxd8txdxxdntmptwzzmd3yjn7" +
		"0dk87x3q0jjut2n8kvfgtpadc3t8mymc2svps2zu2yyuhgxuxj2kvqgpauvd" +
		"zx"
	unknownEvenInvoice = "lnbc10u1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5" +
		"rqwzqfqypqdqz0qsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"g3zyg3zygs9q4pqqqqqqqqqqqqqqqqqsgqvslrf0wdj0l6jpu7p0w7lxp463" +
		"ydyvryv6r2tjajrtd4l5hfaugnjwt9q7hrhdzx2g62uwym9r5lwhcupy88w3" +
		"l75mrgsprw38t4jqgqlxr4wh"
	dependencyInvoice = "lnbc10u1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5" +
		"rqwzqfqypqdqz0qsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"g3zyg3zygs9qrsqqynu6jvvqa2vh2e3zay3ch4gyy3k8tttwrvw0wy4wpz3k" +
		"sc8rld9nqfad8qqvqkgtvzyj2rypmwdpv7hqs8yre5agdajnsmasdt8rhmcq" +
		"vz3f8k"
	mppInvoice = "lnbc10u1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5" +
		"rqwzqfqypqdqz0qmq8q8a04uqcqpjsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3" +
		"zyg3zyg3zyg3zyg3zyg3zygs9q2sqqqqqysgqltxexd88lfqc4d5ampzt75x" +
		"ay7ypqm4anghnjz3kcqg22ryr6vejv39mh66y23funsfqe3skc6ugmkcnsaf" +
		"yg2z6750zu5qesva79nqpqm3e58"
	emptyMetadataInvoice = "lnbc10u1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5" +
		"rqwzqfqypqdqz0qmqqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg" +
		"3zyg3zyg3zygs9qrsgqez9r9y93ytmxa935jjkkyj7ene3jvwhrtjcjwkvcr" +
		"juuw8p4tv2pe29mvdw3r7ave94cdvgyy6ftd5wzv0x8ddvcmnygj58q88snd" +
		"acp2gyc9r"
	paddingInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqyppdqz0qsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3z" +
		"yg3zygsrus2gvuvcmu8k3g8whzvqe7gt7ftew2csnl8j0z72x7yqvcq2g7qy" +
		"gglhyvm48ncsyh803r60zxdc5nqjr52vnwfjljy22ntdfwx7tsp38zev9"
	utf8Invoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqdqzlusp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3z" +
		"yg3zygs65jfxkgzqm0qexgqc5ng3a2grau9v5enz2n5l7rrrj6h7juntevnr" +
		"23p7kyhuznwh44ugwwrctr6sagfcvv2k7gdp2dkzw7we9f6g5gqdja585"
	hintInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqdqz0qsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3z" +
		"yg3zygsrz5q0n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfh" +
		"v66qqqqqqqqqqqqyqqqqqzqqqqqqcqqsqq6q4muqdhjq5l8p2342tfkhddsq" +
		"rk5x2y4qea9wucf52m8hka8ee9s2hzl35dkk553s9uhxqxa4dmsepsdfqeze" +
		"p9hx9v9mpvvvj867sp030692"
	emptyHintInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqdqz0qsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3z" +
		"yg3zygsrqqjturq6fact2lqy04y7ytwzh2v7p93j47m3cmc57medy2a0ymmy" +
		"tsa7w6sna6zl4ja3tuezlhvd3mfj8hzkjcjyeteakh425fz5nr93cpyf6e34"
	cutInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"gsdqz0wqhe5wj9x9e0fp0xkml3ux0eavfu5kkfazmvues2dcrrzyyn9m8nx3" +
		"myrcnymsscpqchy6dw82jacuq3e94p8lajylk39rzvnzy4zvqqm572kj"
	brokenInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"gsdqz0qpz79h7hzez4at9punxl3qs0sl3f24aadhqm4myz2ejfgsgk9lpsf5" +
		"8x9jfxd05dnxyj6en5ulg8jlzxl6jhs52fmrdt2asczlr3w3tfscqfu8r7r"
	pointInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"gsdqz0qnp4qtllllllllllllllllllllllllllllllllllllllllllllllll" +
		"ll7w2j8xjzmffvxjxxzpen3gyas56py4t52yfe785jkq6c89ult972z29zht" +
		"njqscqhlespnu34zwxr5kjv6dd9n9cfkj95puedvxu93pcpx0pr5u"
	amountInvoice = "lnbc+20m1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq" +
		"5rqwzqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"g3zygsdqz0q9qrsgqznrumte2c488rypcwjq878xcm88gt3yxc4mua8xruue" +
		"q5842j32neq48lajz9vswyjlvftzpssa6vvlyxmd2pxlep5g3tzfd9mlefsg" +
		"qkf6erc"
	signatureInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"gsdqz0q9qrsgqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq" +
		"qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq23c" +
		"ph9"
	descriptionsInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"gsdqz0qhp5yg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg" +
		"3q5e6mjwwm0xp5e8jumzz9c5a7vtl3k8snn2udafx4djjmxrj53cfhqyuljg" +
		"vj3xsxq60kfg69xzkezfju6nzv7pgxseqgn9q67j8j30spd5xw0f"
	wrongNInvoice = "lnbc1pj48ugqpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqw" +
		"zqfqypqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zy" +
		"gsdqz0qnp4qtrqglu5g8kh6mfsg4qxa9wq0nv9cauwfwxw70984wkqnw2uwz" +
		"0w2ymtq5a50pqljcurfnnulaxpkuy73evfm9093ljgqrwa74pjzlnw50089k" +
		"vsj2jknxfncpqhdylhdhy6hxlf98734jnjeephh4vnfr9gp34wyep"
)
