# stats::p.adjust.
source("exchange.R")
answer(paste("R", getRversion()),
       lapply(questions(), function(q) as_text(p.adjust(q$p_values, q$method))))
