# Cluster-randomised comparisons and intraclass correlation.
source("exchange.R")
suppressPackageStartupMessages(library(survey))

members_of <- function(groups, t) {
  data.frame(y = unlist(groups), t = t,
             cluster = paste0(t, "-", rep(seq_along(groups), lengths(groups))))
}

# Every member counts the same: linearised variance, variants as strata.
member <- function(q) {
  data <- rbind(members_of(q$control, 0), members_of(q$treatment, 1))
  design <- svydesign(ids = ~cluster, strata = ~t, weights = ~1, data = data)
  fit <- svyglm(y ~ t, design)
  list(difference = scalar(coef(fit)["t"]), std_err = scalar(SE(fit)["t"]),
       df = scalar(degf(design)),
       mean_control = scalar(mean(data$y[data$t == 0])),
       mean_treatment = scalar(mean(data$y[data$t == 1])))
}

cluster <- function(q) {
  means <- lapply(q[c("control", "treatment")], function(g) sapply(g, mean))
  fit <- t.test(means$treatment, means$control)
  list(difference = scalar(fit$estimate[1] - fit$estimate[2]),
       std_err = scalar(fit$stderr), welch_df = scalar(fit$parameter),
       welch_p = scalar(fit$p.value), df = scalar(sum(lengths(means)) - 2),
       mean_control = scalar(fit$estimate[2]),
       mean_treatment = scalar(fit$estimate[1]))
}

icc <- function(q) {
  data <- members_of(q$clusters, 0)
  table <- anova(lm(y ~ cluster, data))
  between <- table[["Mean Sq"]][1]
  within <- table[["Mean Sq"]][2]
  sizes <- lengths(q$clusters)
  typical <- (sum(sizes) - sum(sizes^2) / sum(sizes)) / (length(sizes) - 1)
  list(mean_square_between = scalar(between), mean_square_within = scalar(within),
       icc = scalar((between - within) / (between + (typical - 1) * within)),
       size_variation = scalar(sd(sizes) / mean(sizes)))
}

asked <- list(member = member, cluster = cluster, icc = icc)
answer(versions("survey"), lapply(questions(), function(q) asked[[q$ask]](q)))
